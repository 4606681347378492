-- In which tongue a person can be told something, and who is told in their stead. A machine's call is in Putonghua.
ALTER TABLE resident ADD COLUMN understands text NOT NULL DEFAULT 'putonghua'
    CHECK (understands IN ('putonghua', 'dialect', 'other'));

-- Whom a court found without full capacity (Civil Code art. 21, 22 and 24), with the guardian who acts for them (art.
-- 23); guardian_id is empty where the guardian is not on our register. One row in force a person; earlier ones stay.
CREATE TABLE guardianship (
    id          uuid PRIMARY KEY,
    county      char(6) NOT NULL,
    resident_id uuid NOT NULL REFERENCES resident (id),
    capacity    text NOT NULL CHECK (capacity IN ('none', 'limited')),
    guardian_id uuid REFERENCES resident (id) CHECK (guardian_id <> resident_id),
    basis       text NOT NULL CHECK (basis <> ''),
    recorded_by uuid NOT NULL REFERENCES officer (id),
    recorded_at timestamptz NOT NULL,
    ended_at    timestamptz
);
CREATE UNIQUE INDEX guardianship_in_force ON guardianship (resident_id) WHERE ended_at IS NULL;
CREATE INDEX guardianship_resident ON guardianship (resident_id);
CREATE INDEX guardianship_guardian ON guardianship (guardian_id);

-- The payee's own phone, as written on the agreement: they hear whether the money came. Empty: not given.
ALTER TABLE payee_agreement ADD COLUMN phone_sealed bytea, ADD COLUMN phone_index bytea,
    ADD CHECK (num_nulls(phone_sealed, phone_index) IN (0, 2));
