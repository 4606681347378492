-- A no before acceptance (不予受理), a procedure ended because nobody cooperates (终止办理) and a refusal are three ends:
-- 民发〔2021〕57号 art. 10, 21, 29. What was `refused` so far is told apart by the rule by which its letter was written.
ALTER TABLE application DROP CONSTRAINT application_state_check;
ALTER TABLE application ADD CONSTRAINT application_state_check
    CHECK (state IN ('draft', 'submitted', 'returned', 'accepted', 'posted', 'objected', 'county_review', 'confirmed',
                     'refused', 'not_accepted', 'terminated', 'withdrawn'));
ALTER TABLE decision DROP CONSTRAINT decision_kind_check;
ALTER TABLE decision ADD CONSTRAINT decision_kind_check
    CHECK (kind IN ('accepted', 'returned', 'advised', 'not_accepted', 'refused', 'terminated', 'confirmed',
                    'sent_back', 'amended'));

CREATE UNIQUE INDEX application_under_way ON application (resident_id, programme)
    WHERE state NOT IN ('confirmed', 'refused', 'not_accepted', 'terminated', 'withdrawn');
DROP INDEX application_running;

-- Decisions stay as they were written. The case gets its state, and the journal says so: it alone tells every state.
WITH named AS (
    UPDATE application a SET state = CASE WHEN a.accepted_at IS NULL THEN 'not_accepted' ELSE 'terminated' END
    WHERE a.state = 'refused'
      AND (a.accepted_at IS NULL OR (SELECT d.kind = 'refused' AND d.reasons = '["no_cooperation"]' FROM decision d
                                     WHERE d.application_id = a.id ORDER BY d.id DESC LIMIT 1))
    RETURNING a.*
)
INSERT INTO journal_entry (id, county, deed, subject_kind, subject_id, resident_id, village, by_kind, facts, at,
                           announced_at)
SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') || '7'
        || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid,
       county, 'applications.end_named', 'application', id, resident_id, village, 'clock',
       jsonb_build_object('stands', jsonb_strip_nulls(jsonb_build_object(
           'state', state, 'step_due_on', step_due_on, 'decision_due_on', decision_due_on,
           'promised_due_on', promised_due_on))), now(), now()
FROM named;

ALTER TABLE application ADD CONSTRAINT application_no_of_one_kind CHECK (
    CASE state WHEN 'refused' THEN accepted_at IS NOT NULL WHEN 'not_accepted' THEN accepted_at IS NULL ELSE true END);

-- What a family was asked and would not do: without it on record no procedure is ended.
CREATE TABLE non_cooperation (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    application_id  uuid NOT NULL REFERENCES application (id),
    declined        text NOT NULL CHECK (declined IN ('visit', 'letter', 'explanation')),
    asked_on        date NOT NULL,
    words           text NOT NULL CHECK (words <> ''),
    recorded_by     uuid NOT NULL REFERENCES officer (id),
    recorded_at     timestamptz NOT NULL
);
CREATE INDEX non_cooperation_of ON non_cooperation (application_id, id);
CREATE INDEX non_cooperation_recorded_by ON non_cooperation (recorded_by);
