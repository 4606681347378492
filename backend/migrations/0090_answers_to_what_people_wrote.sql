-- What an officer answered to somebody's text. `reply_id` is outreach's row: no foreign key, for the books are two.
CREATE TABLE reply_answer (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    reply_id        uuid NOT NULL UNIQUE,
    resident_id     uuid NOT NULL REFERENCES resident (id),
    contact_id      uuid NOT NULL REFERENCES contact (id),
    by_text         boolean NOT NULL,
    answer_sealed   bytea NOT NULL,
    officer_id      uuid NOT NULL REFERENCES officer (id),
    answered_at     timestamptz NOT NULL
);
COMMENT ON COLUMN reply_answer.by_text IS 'false: an officer called back, and the answer is a note of what was said';
CREATE INDEX reply_answer_resident ON reply_answer (resident_id);
CREATE INDEX reply_answer_contact ON reply_answer (contact_id);
