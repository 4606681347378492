-- Who takes in an orphan signs an agreement with the county (养育协议, 民发〔2010〕161号); the same paper of a carer of
-- who lives at home as 特困 (委托照料服务协议). A change of guardian ends it, and another one is signed.
CREATE TABLE care_agreement (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    award_id        uuid NOT NULL REFERENCES award (id),
    resident_id     uuid NOT NULL REFERENCES resident (id),
    carer_name      text NOT NULL CHECK (carer_name <> ''),
    carer_id        uuid REFERENCES resident (id) CHECK (carer_id <> resident_id),
    relation        text NOT NULL CHECK (relation <> ''),
    state           text NOT NULL CHECK (state IN ('filed', 'in_force', 'ended')),
    carer_signed_on date NOT NULL,
    carer_photo_id  uuid NOT NULL REFERENCES photo (id),
    filed_by        uuid NOT NULL REFERENCES officer (id),
    filed_at        timestamptz NOT NULL,
    organ_signed_on date CHECK (organ_signed_on >= carer_signed_on),
    organ_photo_id  uuid REFERENCES photo (id) CHECK (organ_photo_id <> carer_photo_id),
    signed_by       uuid REFERENCES officer (id),
    signed_at       timestamptz,
    ended_on        date,
    ended_because   text,
    CHECK (num_nulls(organ_signed_on, organ_photo_id, signed_by, signed_at) IN (0, 4)),
    CHECK (state <> 'in_force' OR signed_by IS NOT NULL),
    CHECK (state <> 'filed' OR signed_by IS NULL),
    CHECK ((state = 'ended') = (ended_on IS NOT NULL)),
    CHECK (num_nulls(ended_on, ended_because) IN (0, 2))
);
CREATE UNIQUE INDEX care_agreement_stands ON care_agreement (award_id) WHERE state IN ('filed', 'in_force');
CREATE UNIQUE INDEX care_agreement_carer_photo ON care_agreement (carer_photo_id);
CREATE UNIQUE INDEX care_agreement_organ_photo ON care_agreement (organ_photo_id);
CREATE INDEX care_agreement_award ON care_agreement (award_id);
CREATE INDEX care_agreement_resident ON care_agreement (resident_id);
CREATE INDEX care_agreement_carer ON care_agreement (carer_id);
