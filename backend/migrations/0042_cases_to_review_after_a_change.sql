-- An amount that was fixed case by case does not move by itself; the list tells of it, for a review.
ALTER TABLE rate_change_line ADD COLUMN by_review boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN rate_change_line.by_review IS 'as the law makes it likely; no money moves before the case is reviewed';
