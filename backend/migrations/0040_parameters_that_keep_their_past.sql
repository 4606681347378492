-- A change never edits the past: what gives way is marked, not rewritten, and no two values hold on one day.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE parameter DROP CONSTRAINT parameter_place_key_valid_from_key;
ALTER TABLE parameter ADD COLUMN recorded_at timestamptz;
ALTER TABLE parameter ADD COLUMN superseded_at timestamptz;
-- Older rows could overlap, and the one that began last won: end each where the next one of its place begins.
UPDATE parameter SET valid_to = following.begins
FROM (SELECT id, lead(valid_from) OVER (PARTITION BY place, key ORDER BY valid_from) AS begins FROM parameter) following
WHERE parameter.id = following.id AND following.begins IS NOT NULL
  AND (parameter.valid_to IS NULL OR parameter.valid_to > following.begins);
ALTER TABLE parameter ADD CONSTRAINT parameter_once_a_day
    EXCLUDE USING gist (place WITH =, key WITH =, daterange(valid_from, valid_to) WITH &&)
    WHERE (superseded_at IS NULL);
CREATE INDEX parameter_history ON parameter (place, key, valid_from);
COMMENT ON COLUMN parameter.recorded_at IS 'null: came with the county''s first loading';
COMMENT ON COLUMN parameter.superseded_at IS 'when another row took over; the row itself stays as it was';
