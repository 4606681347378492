-- What the disabled persons' federation (残联) answered about the card of an applicant; added, never edited.
CREATE TABLE card_check (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    application_id  uuid NOT NULL REFERENCES application (id),
    holds           boolean NOT NULL,
    class           text CHECK (class IN ('1', '2', '3', '4', '5', '6', '7')),
    grade           int CHECK (grade BETWEEN 1 AND 4),
    valid_to        date,
    number_differs  boolean NOT NULL DEFAULT false,
    words           text NOT NULL,
    recorded_by     uuid NOT NULL REFERENCES officer (id),
    recorded_at     timestamptz NOT NULL,
    CHECK (NOT holds OR (class IS NOT NULL AND grade IS NOT NULL AND valid_to IS NOT NULL))
);
CREATE INDEX card_check_case ON card_check (application_id, id);
CREATE INDEX card_check_recorder ON card_check (recorded_by);
COMMENT ON COLUMN card_check.number_differs IS 'the ID number in the card is not the one on the register: after a correction, or another person''s';
