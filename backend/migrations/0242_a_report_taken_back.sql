-- A report that was wrong is dropped, also when all of it has come back; then what came back is owed again, as what the
-- register found and finds no more is.
ALTER TABLE recovery_fact DROP CONSTRAINT recovery_fact_amount;
ALTER TABLE recovery_fact ADD CONSTRAINT recovery_fact_amount CHECK (kind = 'dropped' OR (kind IN (
    'repaid', 'offset', 'released', 'write_off_proposed', 'written_off', 'found')) = (fen IS NOT NULL));

CREATE OR REPLACE FUNCTION came_back(of_county char(6)) RETURNS TABLE (payout_id uuid, fen bigint, again bigint)
LANGUAGE sql STABLE AS $$
    SELECT payout_id, sum(back)::bigint, coalesce(sum(back) FILTER (WHERE NOT reported OR EXISTS (
        SELECT FROM recovery_fact f WHERE f.overpayment_id = c.overpayment_id AND f.kind = 'dropped')), 0)::bigint
    FROM claim_standing c WHERE county = of_county AND back > 0 GROUP BY 1
$$;
