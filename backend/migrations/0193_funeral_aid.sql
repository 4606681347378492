-- The last thing owed for somebody who was cared for as 特困 is their funeral (《社会救助暂行办法》 art. 15). It is an award
-- like any other, paid once, but it begins with the death instead of ending with it, and goes to whoever buried them.
ALTER TABLE award ADD COLUMN after_death boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN award.after_death IS 'owed because the person has died: the death does not end it, and an account of its own receives it';

ALTER TABLE account ADD COLUMN only_for uuid REFERENCES award (id);
COMMENT ON COLUMN account.only_for IS 'of whoever is paid this one award; null: the person''s own, to which everything else goes';
DROP INDEX account_in_use;
CREATE UNIQUE INDEX account_in_use ON account (resident_id) WHERE closed_at IS NULL AND only_for IS NULL;
CREATE UNIQUE INDEX account_of_one_award ON account (only_for) WHERE closed_at IS NULL AND only_for IS NOT NULL;
CREATE INDEX account_resident ON account (resident_id) WHERE closed_at IS NULL;

CREATE TABLE funeral_aid (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    village         char(12) NOT NULL,
    resident_id     uuid NOT NULL REFERENCES resident (id),
    tekun_award_id  uuid NOT NULL REFERENCES award (id),
    died_on         date NOT NULL,
    fen             bigint NOT NULL CHECK (fen > 0),
    payee_kind      text NOT NULL CHECK (payee_kind IN ('institution', 'committee', 'relative')),
    payee_name      text NOT NULL CHECK (payee_name <> ''),
    relation        text NOT NULL CHECK (payee_kind <> 'relative' OR relation <> ''),
    number_sealed   bytea NOT NULL,
    number_index    bytea NOT NULL,
    last_four       char(4) NOT NULL,
    bank            text NOT NULL CHECK (bank <> ''),
    account_kind    text NOT NULL CHECK (account_kind IN ('card', 'passbook')),
    photo_id        uuid NOT NULL REFERENCES photo (id),
    replaces        uuid REFERENCES funeral_aid (id),
    state           text NOT NULL CHECK (state IN ('proposed', 'given', 'declined', 'withdrawn', 'replaced',
                                                   'called_off')),
    proposed_by     uuid NOT NULL REFERENCES officer (id),
    proposed_at     timestamptz NOT NULL,
    decided_by      uuid REFERENCES officer (id),
    decided_at      timestamptz,
    award_id        uuid REFERENCES award (id),
    account_id      uuid REFERENCES account (id),
    CHECK ((state = 'proposed') = (decided_at IS NULL)),
    CHECK (state NOT IN ('given', 'replaced') OR decided_by <> proposed_by),
    CHECK (state NOT IN ('given', 'replaced') OR num_nulls(decided_by, award_id, account_id) = 0)
);
CREATE UNIQUE INDEX funeral_aid_once ON funeral_aid (resident_id) WHERE state = 'given';
CREATE UNIQUE INDEX funeral_aid_one_open ON funeral_aid (resident_id) WHERE state = 'proposed';
CREATE INDEX funeral_aid_person ON funeral_aid (resident_id, id);
CREATE INDEX funeral_aid_of ON funeral_aid (tekun_award_id);
CREATE INDEX funeral_aid_award ON funeral_aid (award_id);
CREATE INDEX funeral_aid_photo ON funeral_aid (photo_id);
CREATE INDEX funeral_aid_account ON funeral_aid (account_id);
CREATE INDEX funeral_aid_replaces ON funeral_aid (replaces);
COMMENT ON COLUMN funeral_aid.fen IS 'the county''s figure on the day of the death';
COMMENT ON COLUMN funeral_aid.replaces IS 'the one whose account turned out wrong; the sum and its award stay';

ALTER TABLE award_fact DROP CONSTRAINT award_fact_kind_check;
ALTER TABLE award_fact ADD CONSTRAINT award_fact_kind_check
    CHECK (kind IN ('granted', 'adjusted', 'suspended', 'resumed', 'grace', 'stopped', 'death', 'death_corrected',
                    'rechecked', 'recheck_called', 'card_kept', 'card_returned', 'called_off'));
