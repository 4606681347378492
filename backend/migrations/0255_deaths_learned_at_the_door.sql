-- Who goes to see somebody may learn there that the person has died: the township is told, and records it.
ALTER TABLE errand DROP CONSTRAINT errand_outcome_check;
ALTER TABLE errand ADD CONSTRAINT errand_outcome_check
    CHECK (outcome IN ('done', 'not_found', 'refused', 'moved_away', 'died', 'needless'));
CREATE INDEX errand_death_reported ON errand (village, resident_id) WHERE outcome = 'died';
-- What was run to its end, newest first, for those who sent somebody.
CREATE INDEX errand_finished ON errand (done_at DESC, id DESC) WHERE outcome <> 'needless';
