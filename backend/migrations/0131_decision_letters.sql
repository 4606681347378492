-- The county's decisions in writing: drawn up once, delivered once, with the proof of it.
CREATE TABLE decision_letter (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    village         char(12) NOT NULL,
    application_id  uuid NOT NULL REFERENCES application (id),
    decision_id     uuid NOT NULL UNIQUE REFERENCES decision (id),
    resident_id     uuid NOT NULL REFERENCES resident (id),
    favourable      boolean NOT NULL,
    facts           jsonb NOT NULL,
    drawn_up_at     timestamptz NOT NULL,
    due_on          date,
    way             text CHECK (way IN ('in_person', 'township', 'sms_link', 'visit')),
    delivered_at    timestamptz,
    receiver        text NOT NULL DEFAULT '',
    photo_id        uuid REFERENCES photo (id),
    delivered_by    uuid,
    CHECK ((way IS NULL) = (delivered_at IS NULL)),
    CHECK (favourable OR due_on IS NOT NULL),
    CHECK (way IS NULL OR way = 'sms_link' OR photo_id IS NOT NULL)
);
CREATE INDEX decision_letter_case ON decision_letter (application_id);
CREATE INDEX decision_letter_resident ON decision_letter (resident_id);
CREATE INDEX decision_letter_photo ON decision_letter (photo_id);
CREATE INDEX decision_letter_open ON decision_letter (county, village, due_on) WHERE delivered_at IS NULL;
COMMENT ON COLUMN decision_letter.facts IS 'what the letter says, as it was drawn up: printed again, it is the same letter';
COMMENT ON COLUMN decision_letter.due_on IS 'a refusal is delivered within 3 working days of the decision';
