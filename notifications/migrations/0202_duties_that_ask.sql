-- A duty that must not simply be made up for waits until an officer says whether it is still to be done.
ALTER TABLE duty_run DROP CONSTRAINT duty_run_outcome_check;
ALTER TABLE duty_run ADD CONSTRAINT duty_run_outcome_check
    CHECK (outcome IN ('done', 'failed', 'skipped', 'asked', 'declined'));
ALTER TABLE duty_run ADD COLUMN answered_by uuid;
COMMENT ON COLUMN duty_run.answered_by IS 'the officer who said that it is, or is not, to be done after all';
