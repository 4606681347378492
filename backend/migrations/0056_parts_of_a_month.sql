-- A month may be paid in parts: what a raised amount or rate leaves to be paid of it is a further part. Each part once.
ALTER TABLE payout ADD COLUMN part smallint NOT NULL DEFAULT 0 CHECK (part >= 0);
COMMENT ON COLUMN payout.part IS '0 the month itself, then what was owed beyond it once the amount had risen';
DROP INDEX payout_once;
DROP INDEX payout_once_a_person;
CREATE UNIQUE INDEX payout_once ON payout (award_id, for_month, part) WHERE state NOT IN ('bounced', 'discarded');
CREATE UNIQUE INDEX payout_once_a_person ON payout (resident_id, programme, for_month, part)
    WHERE state NOT IN ('bounced', 'discarded');
CREATE INDEX payout_further_part ON payout (award_id, for_month) WHERE part > 0;

-- The months of an award in which one amount holds: fen 0 is a gap that is not owed, null is by age and rates.
CREATE FUNCTION award_spans(a award) RETURNS TABLE (begins date, before date, fen bigint) LANGUAGE sql STABLE AS $$
    SELECT (step ->> 0)::date, lead((step ->> 0)::date) OVER (ORDER BY step ->> 0), (step ->> 1)::bigint
    FROM jsonb_array_elements(coalesce(a.steps, jsonb_build_array(jsonb_build_array(a.from_month, a.monthly_fen))))
        AS each (step)
$$;

-- Of what was found to be too much of a payout: what came back, the earliest months first. In plpgsql, because the
-- tables that it reads come in a later file.
CREATE FUNCTION came_back(of_county char(6)) RETURNS TABLE (payout_id uuid, fen bigint) LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT payout_id, sum(least(fen, back - before))::bigint
    FROM (SELECT m.payout_id, m.fen, f.back,
                 coalesce(sum(m.fen) OVER (PARTITION BY m.overpayment_id ORDER BY m.for_month, m.payout_id
                                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
          FROM overpaid_month m
          JOIN (SELECT overpayment_id, sum(r.fen) AS back FROM recovery_fact r
                WHERE r.county = of_county AND kind IN ('repaid', 'offset') GROUP BY 1) AS f USING (overpayment_id)) AS each
    WHERE back > before GROUP BY 1;
END $$;
