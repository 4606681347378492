-- A card that nobody opens is told another way, whatever stands on it: how long it may lie goes by the occasion.
DROP INDEX message_unopened;
CREATE INDEX message_unopened ON message (occasion, finished_at)
    WHERE channel = 'wechat' AND state = 'delivered' AND read_at IS NULL AND followed_up_at IS NULL;
-- What has lain since before this rule is not told a second time all at once.
UPDATE message SET followed_up_at = finished_at
WHERE channel = 'wechat' AND state = 'delivered' AND lane <> 1 AND read_at IS NULL AND followed_up_at IS NULL;
