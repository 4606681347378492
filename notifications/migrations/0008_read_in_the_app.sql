-- A notice opened in the mini program was read: nothing more need be sent of it.
ALTER TABLE message ADD COLUMN read_at timestamptz;
COMMENT ON COLUMN message.read_at IS 'when the person opened it in the mini program, whatever became of it on the phone';
