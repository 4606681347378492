-- The same month is not paid twice through two awards of one person and programme, such as a stopped one and its successor.
ALTER TABLE payout ADD COLUMN programme text;
UPDATE payout SET programme = award.programme FROM award WHERE award.id = payout.award_id;
ALTER TABLE payout ALTER COLUMN programme SET NOT NULL;
CREATE UNIQUE INDEX payout_once_a_person ON payout (resident_id, programme, for_month)
    WHERE state NOT IN ('bounced', 'discarded');
COMMENT ON COLUMN payout.programme IS 'the award''s, kept here so that an index can hold a person''s month once';
