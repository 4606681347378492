-- What registers, surveys and checks told of people's means, situation and kin: each row with where it is from and when.
CREATE TABLE household_means (
    household_id             uuid PRIMARY KEY REFERENCES household (id),
    county                   char(6) NOT NULL,
    wage_fen                 bigint CHECK (wage_fen >= 0),
    business_fen             bigint,
    property_fen             bigint CHECK (property_fen >= 0),
    transfer_fen             bigint CHECK (transfer_fen >= 0),
    medical_year_fen         bigint CHECK (medical_year_fen >= 0),
    education_year_fen       bigint CHECK (education_year_fen >= 0),
    rehabilitation_year_fen  bigint CHECK (rehabilitation_year_fen >= 0),
    source                   text NOT NULL CHECK (source IN ('declared', 'register', 'check', 'survey')),
    data_date                date NOT NULL
);
CREATE INDEX household_means_county ON household_means (county);
COMMENT ON COLUMN household_means.business_fen IS 'a month, net; a loss is negative';
COMMENT ON COLUMN household_means.medical_year_fen IS 'paid by the family itself in the twelve months before data_date';

CREATE TABLE situation (
    resident_id          uuid PRIMARY KEY REFERENCES resident (id),
    county               char(6) NOT NULL,
    serious_illness      boolean,
    needs_care           boolean,
    work_injury_care     boolean,
    in_school            boolean,
    detained             boolean,
    self_care            text CHECK (self_care IN ('self', 'half', 'full')),
    source               text NOT NULL CHECK (source IN ('declared', 'register', 'check', 'survey')),
    data_date            date NOT NULL
);
CREATE INDEX situation_county ON situation (county);
COMMENT ON COLUMN situation.needs_care IS 'long-term care, for six months or more';
COMMENT ON COLUMN situation.self_care IS 'self: looks after themselves; half: partly; full: needs full care';

CREATE TABLE kin (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    resident_id   uuid NOT NULL REFERENCES resident (id),
    relation      text NOT NULL CHECK (relation IN ('father', 'mother', 'child', 'spouse')),
    number        int NOT NULL DEFAULT 1 CHECK (number >= 1),
    circumstance  text CHECK (circumstance IN (
                      'able', 'dead', 'missing', 'severely_disabled', 'seriously_ill', 'detained', 'out_of_contact',
                      'custody_revoked', 'deported', 'destitute', 'elderly_on_dibao', 'elderly_and_poor',
                      'disabled_and_poor', 'without_capacity')),
    source        text NOT NULL CHECK (source IN ('declared', 'register', 'check', 'survey')),
    data_date     date NOT NULL,
    UNIQUE (resident_id, relation, number)
);
CREATE INDEX kin_county ON kin (county);
COMMENT ON TABLE kin IS 'whom the law asks about: a child''s parents, an elder''s children; not everyone who is related';
COMMENT ON COLUMN kin.circumstance IS 'NULL is not known; able: nothing keeps them from their duty';
