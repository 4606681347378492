-- In plpgsql, as it was before 0240: what a function returns is kept while a statement runs. Of plain SQL the planner makes
-- a part of the statement, and may ask again for each row of a batch that it takes for a few.
CREATE OR REPLACE FUNCTION came_back(of_county char(6)) RETURNS TABLE (payout_id uuid, fen bigint, again bigint)
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT payout_id, sum(back)::bigint, coalesce(sum(back) FILTER (WHERE NOT reported OR EXISTS (
        SELECT FROM recovery_fact f WHERE f.overpayment_id = c.overpayment_id AND f.kind = 'dropped')), 0)::bigint
    FROM claim_standing c WHERE county = of_county AND back > 0 GROUP BY 1;
END $$;
