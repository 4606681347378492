-- What is held back of a month against a debt of the same person, by an agreement with them.
CREATE TABLE offset_order (
    id         uuid PRIMARY KEY,
    county     char(6) NOT NULL,
    programme  text NOT NULL,
    award_id   uuid NOT NULL REFERENCES award (id),
    debt_id    uuid NOT NULL UNIQUE,
    share      int NOT NULL CHECK (share BETWEEN 1 AND 100),
    leave_fen  bigint NOT NULL CHECK (leave_fen >= 0),
    since      timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE INDEX offset_order_running ON offset_order (county, programme) WHERE ended_at IS NULL;
CREATE INDEX offset_order_award ON offset_order (award_id);

ALTER TABLE payout ADD COLUMN withheld_fen bigint NOT NULL DEFAULT 0 CHECK (withheld_fen >= 0);
ALTER TABLE payout ADD COLUMN debt_id uuid;
ALTER TABLE payout ADD CHECK ((withheld_fen > 0) = (debt_id IS NOT NULL));
CREATE INDEX payout_debt ON payout (debt_id) WHERE debt_id IS NOT NULL;
COMMENT ON COLUMN payout.withheld_fen IS 'of what is owed for the month, kept back against debt_id; amount_fen is what the bank pays';
CREATE UNIQUE INDEX recovery_fact_offset ON recovery_fact ((details ->> 'payout')) WHERE kind = 'offset';

-- Fen that batches on their way hold back for a debt: not discarded or bounced, and not yet noted as offset.
CREATE FUNCTION held_back(debt uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(p.withheld_fen), 0)::bigint FROM payout p
    WHERE p.debt_id = debt AND p.state NOT IN ('bounced', 'discarded')
      AND NOT EXISTS (SELECT 1 FROM recovery_fact f WHERE f.kind = 'offset' AND f.details ->> 'payout' = p.id::text)
$$;
