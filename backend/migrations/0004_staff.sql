-- Who acts for the county, and for which places.
CREATE TABLE officer (
    id             uuid PRIMARY KEY,
    county         char(6) NOT NULL,
    name           text NOT NULL,
    username       text NOT NULL UNIQUE,
    role           text NOT NULL CHECK (role IN ('township_clerk', 'township_leader', 'county_reviewer',
                                                 'county_approver', 'county_payer', 'auditor')),
    place          char(12) NOT NULL REFERENCES place (code),
    password_hash  text NOT NULL,
    totp_sealed    bytea NOT NULL,
    totp_used_step bigint NOT NULL DEFAULT 0,
    failures       int NOT NULL DEFAULT 0,
    locked_until   timestamptz,
    left_on        date
);

CREATE TABLE cadre (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    name          text NOT NULL,
    phone_sealed  bytea NOT NULL,
    phone_index   bytea NOT NULL,
    left_on       date,
    UNIQUE (county, phone_index)
);

CREATE TABLE cadre_village (
    id        uuid PRIMARY KEY,
    cadre_id  uuid NOT NULL REFERENCES cadre (id),
    village   char(12) NOT NULL REFERENCES place (code),
    UNIQUE (cadre_id, village)
);
CREATE INDEX cadre_village_village ON cadre_village (village);
ALTER TABLE wechat_account ADD FOREIGN KEY (cadre_id) REFERENCES cadre (id);
