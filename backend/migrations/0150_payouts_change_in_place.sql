-- A batch's payouts change their state three times, and each time every index had to be written anew, because some were
-- made of the state. Now they are made of whether a payout lives, which seldom changes, and pages keep room for the
-- next version of a row: the update of a batch writes no index.
ALTER TABLE payout SET (fillfactor = 50);
ALTER TABLE payout ADD COLUMN live boolean GENERATED ALWAYS AS (state NOT IN ('bounced', 'discarded')) STORED;
COMMENT ON COLUMN payout.live IS 'paid or on its way: a month is owed once, and only what bounced or was taken out may be issued again';
DROP INDEX payout_once;
CREATE UNIQUE INDEX payout_once ON payout (award_id, for_month, part) WHERE live;
DROP INDEX payout_once_a_person;
CREATE UNIQUE INDEX payout_once_a_person ON payout (resident_id, programme, for_month, part) WHERE live;
DROP INDEX payout_batch_state;
DROP INDEX payout_settled_month;
CREATE INDEX payout_month ON payout (county, for_month);
CREATE OR REPLACE FUNCTION payout_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen payout;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        frozen := NEW;
        frozen.live := OLD.live;
        frozen.state := OLD.state;
        frozen.bounce_code := OLD.bounce_code;
        frozen.bounce_text := OLD.bounce_text;
        frozen.bank_reference := OLD.bank_reference;
        frozen.settled_on := OLD.settled_on;
        IF frozen IS NOT DISTINCT FROM OLD AND (OLD.state = NEW.state OR (OLD.state, NEW.state) IN (
            ('drawn_up', 'sent'), ('drawn_up', 'discarded'), ('sent', 'settled'), ('sent', 'bounced'))) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a payout of a batch is not changed, and not taken out of it';
END $$;
