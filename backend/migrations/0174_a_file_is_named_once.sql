-- The first export moves a batch's rows while its file is made, so that the digest is written a moment after the state.
-- A file once named is exchanged by nobody in any state, and no batch goes to the bank without one.
CREATE OR REPLACE FUNCTION batch_only_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF OLD.file_digest IS NOT NULL AND OLD.file_digest IS DISTINCT FROM NEW.file_digest THEN
        RAISE EXCEPTION 'the file that went out is not exchanged';
    END IF;
    IF NEW.state = 'released' AND EXISTS (
        SELECT FROM batch_approval WHERE batch_id = NEW.id AND officer_id = NEW.released_by) THEN
        RAISE EXCEPTION 'who approved a batch does not release it';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION batch_names_its_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM batch WHERE id = NEW.id AND state IN ('exported', 'closed') AND file_digest IS NULL) THEN
        RAISE EXCEPTION 'a batch that went to the bank names its file';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER batch_names_its_file AFTER UPDATE ON batch DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.state = 'exported') EXECUTE FUNCTION batch_names_its_file();

-- What may not change of a payout is compared by the executor itself: a function called for each of a county's rows took
-- as long as writing them. A column that comes later is listed here anew (tests/backend/payouts asks for it).
DROP TRIGGER payout_is_frozen ON payout;
DROP TRIGGER payout_is_not_taken_out ON payout;
CREATE OR REPLACE FUNCTION payout_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a payout of a batch is not changed, and not taken out of it';
END $$;
CREATE TRIGGER payout_is_frozen BEFORE UPDATE ON payout FOR EACH ROW
    WHEN ((OLD.id, OLD.county, OLD.batch_id, OLD.line, OLD.serial, OLD.award_id, OLD.resident_id, OLD.village,
           OLD.for_month, OLD.amount_fen, OLD.account_id, OLD.programme, OLD.part, OLD.link, OLD.withheld_fen, OLD.debt_id)
          IS DISTINCT FROM
          (NEW.id, NEW.county, NEW.batch_id, NEW.line, NEW.serial, NEW.award_id, NEW.resident_id, NEW.village,
           NEW.for_month, NEW.amount_fen, NEW.account_id, NEW.programme, NEW.part, NEW.link, NEW.withheld_fen, NEW.debt_id)
          OR OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
              ('drawn_up', 'sent'), ('drawn_up', 'discarded'), ('sent', 'settled'), ('sent', 'bounced')))
    EXECUTE FUNCTION payout_is_frozen();
CREATE TRIGGER payout_is_not_taken_out BEFORE DELETE ON payout FOR EACH ROW EXECUTE FUNCTION payout_is_frozen();
