-- A batch passes through more hands: each township confirms its part, as many approve as its sum asks for, a third
-- person releases it. Nothing of it changes after it was drawn up, and nothing goes out that was not released.
ALTER TABLE batch DROP CONSTRAINT batch_state_check;
ALTER TABLE batch ADD CONSTRAINT batch_state_check
    CHECK (state IN ('drawn_up', 'approved', 'released', 'exported', 'closed', 'discarded'));
ALTER TABLE batch ADD COLUMN township_confirms boolean NOT NULL DEFAULT false;
ALTER TABLE batch ADD COLUMN approvers_needed int NOT NULL DEFAULT 1 CHECK (approvers_needed BETWEEN 1 AND 5);
ALTER TABLE batch ADD COLUMN released_by uuid REFERENCES officer (id)
    CHECK (released_by <> drawn_up_by AND released_by <> approved_by);
ALTER TABLE batch ADD COLUMN released_at timestamptz;
ALTER TABLE batch ADD COLUMN supplement_to uuid REFERENCES batch (id);
ALTER TABLE batch ADD COLUMN chain_digest char(64);
COMMENT ON COLUMN batch.chain_digest IS 'the last link over its payouts; without one it was drawn up under older rules';
COMMENT ON COLUMN batch.supplement_to IS 'the first run of the same programme and month';
ALTER TABLE batch ADD CONSTRAINT batch_goes_out_released CHECK (
    chain_digest IS NULL OR state NOT IN ('released', 'exported', 'closed')
    OR (approved_by IS NOT NULL AND released_by IS NOT NULL));

ALTER TABLE payout ADD COLUMN link bytea CHECK (length(link) = 32);
COMMENT ON COLUMN payout.link IS 'SHA-256 over the link of the line before and all that decides who gets how much where';

CREATE TABLE batch_confirmation (
    batch_id      uuid NOT NULL REFERENCES batch (id),
    township      char(12) NOT NULL,
    county        char(6) NOT NULL,
    payouts       int NOT NULL,
    total_fen     bigint NOT NULL,
    confirmed_by  uuid NOT NULL REFERENCES officer (id),
    confirmed_at  timestamptz NOT NULL,
    PRIMARY KEY (batch_id, township)
);

CREATE TABLE batch_approval (
    batch_id     uuid NOT NULL REFERENCES batch (id),
    officer_id   uuid NOT NULL REFERENCES officer (id),
    county       char(6) NOT NULL,
    approved_at  timestamptz NOT NULL,
    PRIMARY KEY (batch_id, officer_id)
);
COMMENT ON TABLE batch_approval IS 'nobody approves twice; batch.approved_by is who came last';

CREATE FUNCTION batch_only_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.county, OLD.number, OLD.programme, OLD.month, OLD.round, OLD.rows_digest, OLD.chain_digest, OLD.drawn_up_by,
        OLD.drawn_up_at, OLD.township_confirms, OLD.approvers_needed, OLD.supplement_to)
       IS DISTINCT FROM
       (NEW.county, NEW.number, NEW.programme, NEW.month, NEW.round, NEW.rows_digest, NEW.chain_digest, NEW.drawn_up_by,
        NEW.drawn_up_at, NEW.township_confirms, NEW.approvers_needed, NEW.supplement_to) THEN
        RAISE EXCEPTION 'what was drawn up is not changed';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
        ('drawn_up', 'approved'), ('approved', 'released'), ('released', 'exported'), ('exported', 'closed'),
        ('drawn_up', 'discarded'), ('approved', 'discarded'), ('released', 'discarded')) THEN
        RAISE EXCEPTION 'a batch does not go from % to %', OLD.state, NEW.state;
    END IF;
    IF OLD.state IN ('exported', 'closed') AND OLD.file_digest IS DISTINCT FROM NEW.file_digest THEN
        RAISE EXCEPTION 'the file that went out is not exchanged';
    END IF;
    IF NEW.state = 'released' AND EXISTS (
        SELECT FROM batch_approval WHERE batch_id = NEW.id AND officer_id = NEW.released_by) THEN
        RAISE EXCEPTION 'who approved a batch does not release it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER batch_only_moves_on BEFORE UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION batch_only_moves_on();

-- Of a payout only what the bank said may be written. Compared as a whole, so that a column of later days is frozen too.
CREATE FUNCTION payout_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    frozen payout;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        frozen := NEW;
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
CREATE TRIGGER payout_is_frozen BEFORE UPDATE ON payout FOR EACH ROW EXECUTE FUNCTION payout_is_frozen();
CREATE TRIGGER payout_is_not_taken_out BEFORE DELETE ON payout FOR EACH ROW EXECUTE FUNCTION payout_is_frozen();

CREATE FUNCTION payout_goes_with_its_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT batch_id, state FROM changed) AS c JOIN batch ON batch.id = c.batch_id
               WHERE (c.state = 'drawn_up' AND batch.state <> 'drawn_up')
                  OR (c.state = 'sent' AND batch.state NOT IN ('exported', 'closed'))) THEN
        RAISE EXCEPTION 'a payout does not run ahead of its batch';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payout_joins_a_batch_being_drawn_up AFTER INSERT ON payout REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION payout_goes_with_its_batch();
CREATE TRIGGER payout_goes_with_its_batch AFTER UPDATE ON payout REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION payout_goes_with_its_batch();
