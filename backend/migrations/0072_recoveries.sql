-- What was paid beyond what was owed, and what became of it: dated facts, never edited.
CREATE TABLE overpayment (
    id           uuid PRIMARY KEY,
    county       char(6) NOT NULL,
    village      char(12) NOT NULL,
    resident_id  uuid NOT NULL REFERENCES resident (id),
    award_id     uuid NOT NULL REFERENCES award (id),
    programme    text NOT NULL,
    cause        text NOT NULL CHECK (cause IN ('death', 'stopped', 'decreased', 'double', 'fraud', 'other')),
    fen          bigint NOT NULL CHECK (fen > 0),
    note         text NOT NULL DEFAULT '',
    found_on     date NOT NULL
);
CREATE INDEX overpayment_county ON overpayment (county, id);
CREATE INDEX overpayment_resident ON overpayment (resident_id);
CREATE INDEX overpayment_award ON overpayment (award_id);

CREATE TABLE overpaid_month (
    overpayment_id  uuid NOT NULL REFERENCES overpayment (id),
    payout_id       uuid NOT NULL REFERENCES payout (id),
    for_month       date NOT NULL CHECK (extract(day FROM for_month) = 1),
    paid_fen        bigint NOT NULL CHECK (paid_fen > 0),
    owed_fen        bigint NOT NULL CHECK (owed_fen >= 0),
    fen             bigint NOT NULL CHECK (fen > 0 AND fen <= paid_fen),
    PRIMARY KEY (overpayment_id, payout_id)
);
CREATE INDEX overpaid_month_payout ON overpaid_month (payout_id);

CREATE TABLE recovery_fact (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    overpayment_id  uuid NOT NULL REFERENCES overpayment (id),
    kind            text NOT NULL CHECK (kind IN ('found', 'told', 'agreed', 'repaid', 'offset', 'dropped',
                                                  'write_off_proposed', 'written_off', 'write_off_declined')),
    fen             bigint CHECK (fen > 0),
    happened_on     date NOT NULL,
    details         jsonb NOT NULL DEFAULT '{}',
    reason          text NOT NULL DEFAULT '',
    by_kind         text NOT NULL,
    by_id           uuid,
    at              timestamptz NOT NULL,
    CHECK ((kind IN ('repaid', 'offset', 'dropped', 'write_off_proposed', 'written_off', 'found')) = (fen IS NOT NULL))
);
CREATE INDEX recovery_fact_overpayment ON recovery_fact (overpayment_id, id);
-- A bank's receipt pays once.
CREATE UNIQUE INDEX recovery_fact_receipt ON recovery_fact (county, (details ->> 'receipt')) WHERE kind = 'repaid';

CREATE FUNCTION recoveries_are_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'overpayments are facts: added to, never edited' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER overpayment_is_appended BEFORE UPDATE OR DELETE ON overpayment
    FOR EACH ROW EXECUTE FUNCTION recoveries_are_appended();
CREATE TRIGGER overpaid_month_is_appended BEFORE UPDATE OR DELETE ON overpaid_month
    FOR EACH ROW EXECUTE FUNCTION recoveries_are_appended();
CREATE TRIGGER recovery_fact_is_appended BEFORE UPDATE OR DELETE ON recovery_fact
    FOR EACH ROW EXECUTE FUNCTION recoveries_are_appended();

-- A debt never ends below zero, whoever writes, and no payout is claimed beyond what it paid.
CREATE FUNCTION debt_covers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT coalesce(sum(fen), 0) FROM recovery_fact
        WHERE overpayment_id = NEW.overpayment_id AND kind IN ('repaid', 'offset', 'dropped', 'written_off'))
       > (SELECT fen FROM overpayment WHERE id = NEW.overpayment_id) THEN
        RAISE EXCEPTION 'more than the debt' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER recovery_fact_within_debt AFTER INSERT ON recovery_fact
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION debt_covers();
CREATE FUNCTION payout_covers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(fen) FROM overpaid_month WHERE payout_id = NEW.payout_id)
       > (SELECT amount_fen FROM payout WHERE id = NEW.payout_id) THEN
        RAISE EXCEPTION 'more than was paid' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER overpaid_month_within_payout AFTER INSERT ON overpaid_month
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payout_covers();
