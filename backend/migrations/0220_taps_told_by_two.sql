-- An accepted tap is told of by the phone and by WeChat's own event, and counted once: by how many one of the two is
-- ahead of the other, since when.
ALTER TABLE wechat_subscription
    ADD COLUMN ahead        int NOT NULL DEFAULT 0 CHECK (ahead >= 0),
    ADD COLUMN ahead_by     text CHECK (ahead_by IN ('phone', 'wechat')),
    ADD COLUMN ahead_at     timestamptz,
    ADD COLUMN tapped_until bigint;
COMMENT ON COLUMN wechat_subscription.tapped_until IS 'WeChat''s time, in seconds since 1970, of the newest tap its events told of';
