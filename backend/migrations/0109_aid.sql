-- 临时救助: how much was decided once, by whom; and the papers that follow the help where it could not wait for them.
CREATE TABLE aid (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    village         char(12) NOT NULL,
    resident_id     uuid NOT NULL REFERENCES resident (id),
    programme       text NOT NULL,
    application_id  uuid NOT NULL UNIQUE REFERENCES application (id),
    award_id        uuid NOT NULL UNIQUE REFERENCES award (id),
    fen             bigint NOT NULL CHECK (fen > 0),
    level           text NOT NULL CHECK (level IN ('township', 'county')),
    decided_by      uuid NOT NULL REFERENCES officer (id),
    decided_on      date NOT NULL
);
CREATE INDEX aid_person ON aid (resident_id, decided_on);
ALTER TABLE first_opinion ADD COLUMN proposed_fen bigint CHECK (proposed_fen > 0);
ALTER TABLE application ADD COLUMN papers_due_on date, ADD COLUMN papers_completed_at timestamptz;
COMMENT ON COLUMN application.papers_due_on IS 'help came first (急难型先行救助): by when the papers follow';
