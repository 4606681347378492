-- Somebody else's account, or somebody else keeping the card, by written agreement on file at the county (dibao rule
-- 2021, art. 26). The account is used when a second officer, of the county, has looked at the agreement.
CREATE TABLE payee_agreement (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    award_id      uuid NOT NULL REFERENCES award (id),
    resident_id   uuid NOT NULL REFERENCES resident (id),
    holder_name   text NOT NULL CHECK (holder_name <> ''),
    relation      text NOT NULL CHECK (relation <> ''),
    number_sealed bytea NOT NULL,
    last_four     char(4) NOT NULL,
    bank          text NOT NULL CHECK (bank <> ''),
    kind          text NOT NULL CHECK (kind IN ('card', 'passbook')),
    until         date NOT NULL,
    photo_id      uuid NOT NULL REFERENCES photo (id),
    state         text NOT NULL CHECK (state IN ('filed', 'in_force', 'declined', 'ended')),
    filed_by      uuid NOT NULL REFERENCES officer (id),
    filed_at      timestamptz NOT NULL,
    decided_by    uuid REFERENCES officer (id) CHECK (decided_by <> filed_by),
    decided_at    timestamptz,
    account_id    uuid REFERENCES account (id),
    ended_on      date,
    CHECK (num_nulls(decided_by, decided_at) IN (0, 2)),
    CHECK (state = 'filed' OR decided_by IS NOT NULL),
    CHECK (state NOT IN ('in_force', 'ended') OR account_id IS NOT NULL),
    CHECK ((state = 'ended') = (ended_on IS NOT NULL))
);
CREATE UNIQUE INDEX payee_agreement_stands ON payee_agreement (resident_id) WHERE state IN ('filed', 'in_force');
CREATE INDEX payee_agreement_resident ON payee_agreement (resident_id);
CREATE INDEX payee_agreement_award ON payee_agreement (award_id);
CREATE INDEX payee_agreement_photo ON payee_agreement (photo_id);
CREATE INDEX payee_agreement_account ON payee_agreement (account_id);
