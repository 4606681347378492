-- What staff and the balance must know of a channel. The program that sends says which there are (CHANNELS) and puts them
-- here at its start, with their words let into the checks on `channel` (notifications/channels_on_file.py). These three
-- are what was told by until now.
CREATE TABLE channel (
    name     text PRIMARY KEY,
    title    text NOT NULL,
    arrival  text NOT NULL CHECK (arrival IN ('handset', 'ear', 'card')),
    by_phone boolean NOT NULL
);
COMMENT ON COLUMN channel.arrival IS 'what it proves that a message was delivered: it is on a handset, was heard, or lies as a card until it is opened';
COMMENT ON COLUMN channel.by_phone IS 'whether its addresses are phone numbers';
INSERT INTO channel VALUES
    ('sms', '短信', 'handset', true), ('wechat', '微信', 'card', false), ('voice', '电话', 'ear', true);
