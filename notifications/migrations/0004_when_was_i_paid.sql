-- An elder may ask when the money came.
ALTER TABLE reply DROP CONSTRAINT reply_meaning_check;
ALTER TABLE reply ADD CONSTRAINT reply_meaning_check CHECK (meaning IN ('stop', 'state', 'paid', 'call_me'));
