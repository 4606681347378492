-- A day reckoned in working days of a year whose holidays were not published is marked, as a case's days are, and put
-- right once they are. A day that was no count of working days is nobody's to move.
ALTER TABLE errand ADD COLUMN due_provisional boolean NOT NULL DEFAULT false;
ALTER TABLE decision_letter ADD COLUMN due_provisional boolean NOT NULL DEFAULT false;
ALTER TABLE relay ADD COLUMN due_provisional boolean NOT NULL DEFAULT false;
CREATE INDEX errand_provisional ON errand (id) WHERE due_provisional AND done_at IS NULL;
CREATE INDEX decision_letter_provisional ON decision_letter (id) WHERE due_provisional AND delivered_at IS NULL;
CREATE INDEX relay_provisional ON relay (id) WHERE due_provisional AND due_on IS NOT NULL;
