-- Whatever happens to an award after its granting is a dated fact: added, never edited. The award's own row tells the
-- granting until something changes; then the granting is written down as the first fact, and the row follows the facts.
CREATE TABLE award_fact (
    id             uuid PRIMARY KEY,
    county         char(6) NOT NULL,
    award_id       uuid NOT NULL REFERENCES award (id),
    number         int NOT NULL CHECK (number >= 1),
    kind           text NOT NULL CHECK (kind IN ('granted', 'adjusted', 'suspended', 'resumed', 'grace', 'stopped',
                                                 'death', 'death_corrected', 'rechecked', 'recheck_called',
                                                 'card_kept', 'card_returned')),
    month          date CHECK (extract(day FROM month) = 1),
    fen            bigint CHECK (fen > 0),
    amounts        jsonb NOT NULL DEFAULT '[]',
    reason         text NOT NULL DEFAULT '',
    basis          text NOT NULL DEFAULT '',
    details        jsonb NOT NULL DEFAULT '{}',
    by_kind        text NOT NULL,
    by_id          uuid,
    at             timestamptz NOT NULL,
    UNIQUE (award_id, number)
);
COMMENT ON COLUMN award_fact.month IS 'from which month it holds; null where no month turns on it, or a death is taken back';
COMMENT ON COLUMN award_fact.amounts IS 'of a grace period: fen of each of its months in turn';
COMMENT ON COLUMN award_fact.basis IS 'the document or article that it rests on';

CREATE FUNCTION award_facts_are_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what happened to an award is added to, never edited'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER award_fact_is_appended BEFORE UPDATE OR DELETE ON award_fact
    FOR EACH ROW EXECUTE FUNCTION award_facts_are_appended();

ALTER TABLE award ADD COLUMN steps jsonb;
ALTER TABLE award ADD COLUMN recheck_due_on date;
CREATE INDEX award_recheck ON award (county, recheck_due_on) WHERE stopped_from IS NULL;
COMMENT ON COLUMN award.steps IS 'made of the facts: [month, fen] from which each amount holds, 0 a gap that is not owed, null by age; null: monthly_fen throughout';
COMMENT ON COLUMN award.monthly_fen IS 'the amount that holds last; NULL where the rate table and the age of the month decide (高龄津贴)';

-- A change that one officer proposes and another confirms.
CREATE TABLE award_change (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    award_id      uuid NOT NULL REFERENCES award (id),
    kind          text NOT NULL CHECK (kind IN ('adjusted', 'resumed', 'grace', 'stopped', 'death_corrected')),
    month         date CHECK (extract(day FROM month) = 1),
    fen           bigint CHECK (fen > 0),
    amounts       jsonb NOT NULL DEFAULT '[]',
    day           date,
    reason        text NOT NULL,
    basis         text NOT NULL,
    posted_on     date,
    state         text NOT NULL CHECK (state IN ('proposed', 'confirmed', 'declined', 'withdrawn')),
    proposed_by   uuid NOT NULL REFERENCES officer (id),
    proposed_at   timestamptz NOT NULL,
    decided_by    uuid REFERENCES officer (id),
    decided_at    timestamptz,
    CHECK (state <> 'confirmed' OR decided_by <> proposed_by)
);
CREATE UNIQUE INDEX award_change_one_open ON award_change (award_id) WHERE state = 'proposed';
CREATE INDEX award_change_award ON award_change (award_id, id);
CREATE INDEX award_change_waiting ON award_change (county, id) WHERE state = 'proposed';
COMMENT ON COLUMN award_change.day IS 'of a corrected death: the right day; null: the person lives';
COMMENT ON COLUMN award_change.posted_on IS 'since when the village reads of it, where the law wants a notice before the stop';
