-- What an officer must look at before a batch goes on: one row a batch, payout and kind, decided once and never edited.
CREATE TABLE batch_flag (
    payout_id    uuid NOT NULL REFERENCES payout (id),
    kind         text NOT NULL CHECK (kind IN ('same_person', 'shared_account', 'holder_differs', 'detained',
                                               'moved_away', 'staff', 'staff_kin', 'staff_account', 'clash', 'luhn')),
    batch_id     uuid NOT NULL REFERENCES batch (id),
    county       char(6) NOT NULL,
    resident_id  uuid NOT NULL REFERENCES resident (id),
    about        text NOT NULL DEFAULT '',
    raised_at    timestamptz NOT NULL,
    decision     text CHECK (decision IN ('pay', 'withhold')),
    reason       text CHECK (reason <> ''),
    decided_by   uuid REFERENCES officer (id),
    decided_at   timestamptz,
    PRIMARY KEY (payout_id, kind),
    CHECK (num_nulls(decision, reason, decided_by, decided_at) IN (0, 4))
);
CREATE INDEX batch_flag_batch ON batch_flag (batch_id, kind, resident_id);
CREATE INDEX batch_flag_resident ON batch_flag (resident_id);
COMMENT ON COLUMN batch_flag.about IS 'for shared_account how many persons, for clash the other benefit; never who';
COMMENT ON COLUMN batch_flag.decision IS 'pay: goes to the bank all the same; withhold: taken out, and the month stays owed';

CREATE FUNCTION batch_flag_is_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.decision IS NULL
       AND (OLD.payout_id, OLD.kind, OLD.batch_id, OLD.resident_id, OLD.about, OLD.raised_at)
           IS NOT DISTINCT FROM (NEW.payout_id, NEW.kind, NEW.batch_id, NEW.resident_id, NEW.about, NEW.raised_at)
       AND EXISTS (SELECT FROM batch WHERE id = NEW.batch_id AND state = 'drawn_up') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a flag is decided once, while its batch is drawn up';
END $$;
CREATE TRIGGER batch_flag_is_decided_once BEFORE UPDATE OR DELETE ON batch_flag
    FOR EACH ROW EXECUTE FUNCTION batch_flag_is_decided_once();

CREATE FUNCTION batch_has_no_open_flag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM batch_flag WHERE batch_id = NEW.id AND decision IS NULL AND kind <> 'luhn') THEN
        RAISE EXCEPTION 'a batch with open flags is not approved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER batch_has_no_open_flag BEFORE UPDATE ON batch FOR EACH ROW
    WHEN (OLD.state = 'drawn_up' AND NEW.state = 'approved') EXECUTE FUNCTION batch_has_no_open_flag();

-- Out of a batch that lives on a payout is taken by a decision only. It keeps its line and its link in the chain.
CREATE OR REPLACE FUNCTION payout_goes_with_its_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT batch_id, state FROM changed) AS c JOIN batch ON batch.id = c.batch_id
               WHERE (c.state = 'drawn_up' AND batch.state <> 'drawn_up')
                  OR (c.state = 'sent' AND batch.state NOT IN ('exported', 'closed'))) THEN
        RAISE EXCEPTION 'a payout does not run ahead of its batch';
    END IF;
    IF EXISTS (SELECT FROM changed AS c JOIN batch ON batch.id = c.batch_id
               WHERE c.state = 'discarded' AND batch.state <> 'discarded'
                 AND NOT EXISTS (SELECT FROM batch_flag f WHERE f.payout_id = c.id AND f.decision = 'withhold')) THEN
        RAISE EXCEPTION 'a payout is taken out of a batch by a decision only';
    END IF;
    RETURN NULL;
END $$;

-- A month of one person is below a hundred million yuan, whatever a file or a form says.
ALTER TABLE payout ADD CHECK (amount_fen < 10000000000);
ALTER TABLE award ADD CHECK (monthly_fen < 10000000000);
