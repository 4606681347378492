-- 恢复 takes back a 退订; 不是我的 says that a number has passed to somebody else.
ALTER TABLE reply DROP CONSTRAINT reply_meaning_check;
ALTER TABLE reply ADD CONSTRAINT reply_meaning_check
    CHECK (meaning IN ('stop', 'resume', 'state', 'paid', 'yes', 'no', 'not_mine', 'call_me'));
