-- A decision is never edited: what turns out wrong is put right by a deed of two officers, which is a decision of its own.
CREATE TABLE amendment (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    application_id  uuid NOT NULL REFERENCES application (id),
    amends          uuid NOT NULL REFERENCES decision (id),
    becomes         text NOT NULL CHECK (becomes IN ('granted', 'reopened', 'withdrawn', 'amount')),
    ground          text NOT NULL CHECK (ground IN ('review', 'lawsuit', 'own_finding')),
    basis           text NOT NULL CHECK (basis <> ''),
    reasons         jsonb NOT NULL DEFAULT '[]',
    month           date CHECK (extract(day FROM month) = 1),
    fen             bigint CHECK (fen > 0),
    posted_on       date,
    state           text NOT NULL CHECK (state IN ('proposed', 'confirmed', 'declined', 'withdrawn')),
    proposed_by     uuid NOT NULL REFERENCES officer (id),
    proposed_at     timestamptz NOT NULL,
    decided_by      uuid REFERENCES officer (id),
    decided_at      timestamptz,
    decision_id     uuid UNIQUE REFERENCES decision (id),
    CHECK (state <> 'confirmed' OR decided_by <> proposed_by),
    CHECK (decision_id IS NULL OR state = 'confirmed'),
    CHECK ((state = 'proposed') = (decided_at IS NULL)),
    CHECK (becomes <> 'amount' OR (month IS NOT NULL AND fen IS NOT NULL))
);
CREATE UNIQUE INDEX amendment_one_open ON amendment (application_id) WHERE state = 'proposed';
CREATE INDEX amendment_amends ON amendment (amends);
CREATE INDEX amendment_of ON amendment (application_id, id);
CREATE INDEX amendment_waiting ON amendment (county, id) WHERE state = 'proposed';
COMMENT ON COLUMN amendment.amends IS 'the decision that was wrong; it stays as it is';
COMMENT ON COLUMN amendment.decision_id IS 'the decision that this became';
COMMENT ON COLUMN amendment.posted_on IS 'since when the village reads of it, where the law wants a notice before the stop';

ALTER TABLE decision DROP CONSTRAINT decision_kind_check;
ALTER TABLE decision ADD CONSTRAINT decision_kind_check
    CHECK (kind IN ('accepted', 'returned', 'refused', 'confirmed', 'sent_back', 'amended'));

CREATE FUNCTION decisions_are_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a decision is amended by another, never edited' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER decision_is_appended BEFORE UPDATE OR DELETE ON decision
    FOR EACH ROW EXECUTE FUNCTION decisions_are_appended();

-- A recognition that should not have been ends the day before it is withdrawn, be it on its own first day.
ALTER TABLE recognition DROP CONSTRAINT recognition_check;
ALTER TABLE recognition ADD CONSTRAINT recognition_runs_or_was_withdrawn CHECK (valid_until >= recognised_on - 1);
