-- Beside what a campaign costs when each person is tried once: what it costs at most, and who hears through a guardian.
ALTER TABLE campaign ADD COLUMN most_fen bigint, ADD COLUMN by_guardian int NOT NULL DEFAULT 0;
COMMENT ON COLUMN campaign.most_fen IS 'were every way of each person tried, each phone rung three times; null without prices, or from before';
