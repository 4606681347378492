-- Whoever objects may let the officer who answers know who they are; nobody else learns it either way (policy §12).
ALTER TABLE objection ADD COLUMN named boolean NOT NULL DEFAULT false;
CREATE INDEX objection_raised_by ON objection (raised_by_id, id);
COMMENT ON COLUMN objection.named IS 'the officer who answers may know who raised it; of all others it is anonymous to everybody';
