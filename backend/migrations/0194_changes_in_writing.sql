-- A stop is told in writing, and less is told with its reasons (《社会救助暂行办法》 art. 13, 民发〔2021〕57号 art. 32): what changes an
-- award has its letter like a decision in a case, with the same delivery and the same proof.
ALTER TABLE decision_letter ALTER COLUMN application_id DROP NOT NULL;
ALTER TABLE decision_letter ALTER COLUMN decision_id DROP NOT NULL;
ALTER TABLE decision_letter ADD COLUMN award_id uuid REFERENCES award (id);
ALTER TABLE decision_letter ADD COLUMN change_id uuid REFERENCES award_change (id);
ALTER TABLE decision_letter ADD CONSTRAINT decision_letter_tells_one_thing
    CHECK (num_nonnulls(decision_id, change_id) = 1 AND (decision_id IS NULL) = (application_id IS NULL)
           AND (change_id IS NULL) = (award_id IS NULL));
CREATE UNIQUE INDEX decision_letter_change ON decision_letter (change_id);
CREATE INDEX decision_letter_award ON decision_letter (award_id);
COMMENT ON COLUMN decision_letter.change_id IS 'the stop, the lower amount or the grace that it tells of';

-- What was confirmed before was told otherwise; only from now on it is written.
ALTER TABLE award_change ADD COLUMN in_writing boolean NOT NULL DEFAULT false;
ALTER TABLE award_change ALTER COLUMN in_writing SET DEFAULT true;
CREATE INDEX award_change_in_writing ON award_change (id)
    WHERE in_writing AND state = 'confirmed' AND kind IN ('stopped', 'adjusted', 'grace');
