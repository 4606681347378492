-- Calls (语音): a third way to a person, for whoever cannot read, has a landline, or was not reached by a text.
ALTER TABLE message DROP CONSTRAINT message_channel_check;
ALTER TABLE message ADD CONSTRAINT message_channel_check CHECK (channel IN ('sms', 'wechat', 'voice'));
ALTER TABLE message ADD COLUMN call_number varchar(15) UNIQUE;
COMMENT ON COLUMN message.call_number IS 'the OutId of a call: the provider takes 15 bytes, too few for our id; NULL for all else';

ALTER TABLE receipt DROP CONSTRAINT receipt_kind_check;
ALTER TABLE receipt ADD CONSTRAINT receipt_kind_check CHECK (kind IN ('sms_report', 'sms_reply', 'voice_report', 'wechat'));
