-- What somebody was to be told at the door, and has meanwhile read themselves: the errand is closed, and says why.
ALTER TABLE errand DROP CONSTRAINT errand_outcome_check;
ALTER TABLE errand ADD CONSTRAINT errand_outcome_check
    CHECK (outcome IN ('done', 'not_found', 'refused', 'moved_away', 'needless'));
