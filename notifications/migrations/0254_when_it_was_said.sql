-- Replies come late and out of order: of 退订 and 恢复 from one phone the one that was said last counts.
ALTER TABLE reply ADD COLUMN said_at timestamptz;
COMMENT ON COLUMN reply.said_at IS 'when it was sent, by the provider; empty where that is not known';
