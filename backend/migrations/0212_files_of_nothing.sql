-- Which files lie here and are no photo yet: what an account has sent ahead of its items is bounded, listed and, after
-- sixty days, given up with a line in the journal.
ALTER TABLE upload ADD COLUMN used_at timestamptz;
COMMENT ON COLUMN upload.used_at IS 'when its bytes were let go, for it had become a photo';
UPDATE upload u SET used_at = u.whole_at WHERE u.whole_at IS NOT NULL AND EXISTS (
    SELECT 1 FROM photo p WHERE p.by_kind = u.by_kind AND p.by_id = u.by_id AND p.sent_digest = u.digest);
CREATE INDEX upload_unused ON upload (by_kind, by_id) WHERE used_at IS NULL;
