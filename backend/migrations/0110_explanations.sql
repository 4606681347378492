-- What the person says about something that a register answered with 「有」, in their own words; officers settle it.
CREATE TABLE check_explanation (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    result_id     uuid NOT NULL REFERENCES check_result (id),
    words_sealed  bytea NOT NULL,
    said_by       uuid NOT NULL REFERENCES resident (id),
    said_at       timestamptz NOT NULL
);
CREATE INDEX check_explanation_of ON check_explanation (result_id, id);
CREATE INDEX check_explanation_by ON check_explanation (said_by);
