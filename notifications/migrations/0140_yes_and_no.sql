-- 同意 and 不同意: the person's own word on a mandate.
ALTER TABLE reply DROP CONSTRAINT reply_meaning_check;
ALTER TABLE reply ADD CONSTRAINT reply_meaning_check CHECK (meaning IN ('stop', 'state', 'paid', 'yes', 'no', 'call_me'));
