-- A card that arrived and was not opened says nothing to anybody: what binds is then told another way.
CREATE INDEX message_unopened ON message (finished_at)
    WHERE channel = 'wechat' AND state = 'delivered' AND lane = 1 AND read_at IS NULL AND followed_up_at IS NULL;
