-- A number is in doubt from the second question on that nobody answered: somebody else may hold it by now.
ALTER TABLE contact ADD COLUMN asked_again_at timestamptz, ADD COLUMN doubted_since timestamptz;
COMMENT ON COLUMN contact.asked_again_at IS 'when its owner was asked a second time in the same year';
COMMENT ON COLUMN contact.doubted_since IS 'nobody answered twice: only the neutral words go there until somebody says whose it is';

-- A dead number is dead for everybody: for a payee and a cadre, who are no contacts, and in the next month, too.
CREATE TABLE dead_number (
    county       char(6) NOT NULL,
    phone_index  bytea NOT NULL,
    dead_since   timestamptz NOT NULL,
    reason       text NOT NULL,
    PRIMARY KEY (county, phone_index)
);
COMMENT ON TABLE dead_number IS 'numbers at which nobody is reached; who puts one on file anew, or proves it by a code, takes it out again';
CREATE INDEX payee_agreement_phone ON payee_agreement (county, phone_index) WHERE phone_index IS NOT NULL;
