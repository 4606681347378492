-- Which case a message is news of, so that older news is not sent after newer.
ALTER TABLE message ADD COLUMN case_id uuid;
CREATE INDEX message_case ON message (case_id, entry_id) WHERE case_id IS NOT NULL;
COMMENT ON COLUMN message.case_id IS 'the application told of; NULL for what is no step of a case, such as a payout';
