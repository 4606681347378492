-- Whoever's amount moves with a standard hears of it, once.
ALTER TABLE rate_change_line ADD COLUMN told_at timestamptz;
CREATE INDEX rate_change_line_untold ON rate_change_line (change_id) WHERE told_at IS NULL AND NOT by_review;
COMMENT ON COLUMN rate_change_line.told_at IS 'when the journal had outreach tell the person; null before, and where nothing is to be told';
