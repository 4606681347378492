-- A claim that today's facts no longer bear is released: the money was paid rightly after all. What an officer reported
-- stands apart: the register cannot show it, so the register does not release it, and what came back of it is not owed.
ALTER TABLE overpayment ADD COLUMN reported boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN overpayment.reported IS 'an officer said so with a reason (note); the register does not show it';
ALTER TABLE overpayment DISABLE TRIGGER overpayment_is_appended;
UPDATE overpayment SET reported = true WHERE note <> '';
ALTER TABLE overpayment ENABLE TRIGGER overpayment_is_appended;
ALTER TABLE overpayment ALTER COLUMN reported DROP DEFAULT;

ALTER TABLE recovery_fact DROP CONSTRAINT recovery_fact_kind_check;
ALTER TABLE recovery_fact ADD CONSTRAINT recovery_fact_kind_check CHECK (kind IN (
    'found', 'told', 'agreed', 'repaid', 'offset', 'dropped', 'released', 'write_off_proposed', 'written_off',
    'write_off_declined'));
ALTER TABLE recovery_fact DROP CONSTRAINT recovery_fact_check;
ALTER TABLE recovery_fact ADD CONSTRAINT recovery_fact_amount CHECK ((kind IN (
    'repaid', 'offset', 'dropped', 'released', 'write_off_proposed', 'written_off', 'found')) = (fen IS NOT NULL));

-- Of which month so much was released by a fact of kind 'released'.
CREATE TABLE released_month (
    fact_id         uuid NOT NULL REFERENCES recovery_fact (id),
    overpayment_id  uuid NOT NULL,
    payout_id       uuid NOT NULL,
    fen             bigint NOT NULL CHECK (fen > 0),
    PRIMARY KEY (fact_id, payout_id),
    FOREIGN KEY (overpayment_id, payout_id) REFERENCES overpaid_month (overpayment_id, payout_id)
);
CREATE INDEX released_month_of ON released_month (overpayment_id, payout_id);
CREATE TRIGGER released_month_is_appended BEFORE UPDATE OR DELETE ON released_month
    FOR EACH ROW EXECUTE FUNCTION recoveries_are_appended();

-- Each month of each debt with what is claimed of it now.
CREATE VIEW claimed_month AS
SELECT m.overpayment_id, m.payout_id, m.for_month, m.fen - coalesce(released.fen, 0) AS fen
FROM overpaid_month m CROSS JOIN LATERAL (
    SELECT sum(r.fen)::bigint AS fen FROM released_month r
    WHERE r.overpayment_id = m.overpayment_id AND r.payout_id = m.payout_id) AS released;

CREATE OR REPLACE FUNCTION debt_covers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT coalesce(sum(fen), 0) FROM recovery_fact
        WHERE overpayment_id = NEW.overpayment_id
          AND kind IN ('repaid', 'offset', 'dropped', 'released', 'written_off'))
       > (SELECT fen FROM overpayment WHERE id = NEW.overpayment_id) THEN
        RAISE EXCEPTION 'more than the debt' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
-- No month is claimed beyond what it paid, nor released beyond what is claimed of it.
CREATE OR REPLACE FUNCTION payout_covers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(fen) FROM claimed_month WHERE payout_id = NEW.payout_id)
       > (SELECT amount_fen FROM payout WHERE id = NEW.payout_id)
       OR EXISTS (SELECT FROM claimed_month WHERE payout_id = NEW.payout_id AND fen < 0) THEN
        RAISE EXCEPTION 'more than was paid' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER released_month_within_claim AFTER INSERT ON released_month
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payout_covers();

-- Each month of each debt, and where the money of it stands. What comes back counts for the earliest months first, and
-- with it what batches on their way hold back; what is dropped or written off counts for the last months first: so the
-- two never meet, and a month's part stays what it was when more comes back. Whatever is left is open.
CREATE VIEW claim_standing AS
SELECT o.county, o.id AS overpayment_id, o.award_id, o.reported, m.payout_id, m.for_month, m.fen,
       greatest(least(m.fen, ended.back - before), 0)::bigint AS back,
       greatest(m.fen - greatest(least(m.fen, ended.back + ended.on_the_way - before), 0)
                      - greatest(least(m.fen, ended.given_up - after), 0), 0)::bigint AS open
FROM overpayment o
CROSS JOIN LATERAL (
    SELECT coalesce(sum(f.fen) FILTER (WHERE f.kind IN ('repaid', 'offset')), 0) AS back,
           coalesce(sum(f.fen) FILTER (WHERE f.kind IN ('dropped', 'written_off')), 0) AS given_up,
           held_back(o.id) AS on_the_way
    FROM recovery_fact f WHERE f.overpayment_id = o.id) AS ended
CROSS JOIN LATERAL (
    SELECT c.payout_id, c.for_month, c.fen,
           coalesce(sum(c.fen) OVER (earlier ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before,
           coalesce(sum(c.fen) OVER (earlier ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 0) AS after
    FROM claimed_month c WHERE c.overpayment_id = o.id WINDOW earlier AS (ORDER BY c.for_month, c.payout_id)) AS m;

-- Of each payout: what came back of what was claimed, and `again`, what of that counts as not paid.
DROP FUNCTION came_back(char(6));
CREATE FUNCTION came_back(of_county char(6)) RETURNS TABLE (payout_id uuid, fen bigint, again bigint) LANGUAGE sql STABLE
AS $$
    SELECT payout_id, sum(back)::bigint, coalesce(sum(back) FILTER (WHERE NOT reported), 0)::bigint
    FROM claim_standing WHERE county = of_county AND back > 0 GROUP BY 1
$$;
