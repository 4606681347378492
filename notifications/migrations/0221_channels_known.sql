-- An unknown channel is stored nowhere: a row that no deliverer takes up would wait for ever. The words are ChannelName's,
-- and tests/house holds the two together. Told to the parent, past_message hands it to every part there is and will be.
-- Not read through, as in 0166: only CHANNELS has written here.
ALTER TABLE message ADD CONSTRAINT message_channel_check
    CHECK (channel IN ('sms', 'wechat', 'voice')) NOT VALID;
ALTER TABLE past_message ADD CONSTRAINT past_message_channel_check
    CHECK (channel IN ('sms', 'wechat', 'voice')) NOT VALID;
ALTER TABLE template_on_file ADD CONSTRAINT template_on_file_channel_check
    CHECK (channel IN ('sms', 'wechat', 'voice'));
ALTER TABLE channel_day ADD CONSTRAINT channel_day_channel_check
    CHECK (channel IN ('sms', 'wechat', 'voice'));
