-- Who lives in the county, in which household, and how they can be reached and paid.
CREATE TABLE household (
    id                    uuid PRIMARY KEY,
    county                char(6) NOT NULL,
    village               char(12) NOT NULL,
    number                text NOT NULL,
    register_kind         text NOT NULL CHECK (register_kind IN ('rural', 'urban')),
    members_counted       int CHECK (members_counted >= 0),
    monthly_income_fen    bigint CHECK (monthly_income_fen >= 0),
    financial_assets_fen  bigint CHECK (financial_assets_fen >= 0),
    vehicles              int CHECK (vehicles >= 0),
    homes                 int CHECK (homes >= 0),
    data_date             date NOT NULL,
    UNIQUE (county, number)
);
CREATE INDEX household_village ON household (village);

CREATE TABLE resident (
    id                uuid PRIMARY KEY,
    county            char(6) NOT NULL,
    village           char(12) NOT NULL,
    household_id      uuid NOT NULL REFERENCES household (id),
    name              text NOT NULL,
    sex               text NOT NULL CHECK (sex IN ('male', 'female')),
    birth_date        date NOT NULL,
    identity_sealed   bytea NOT NULL,
    identity_index    bytea NOT NULL,
    relation_to_head  text NOT NULL,
    marital           text NOT NULL,
    registered_here   boolean NOT NULL,
    can_read          boolean NOT NULL DEFAULT true,
    deceased_on       date,
    UNIQUE (county, identity_index)
);
CREATE INDEX resident_household ON resident (household_id);
CREATE INDEX resident_elders ON resident (village, birth_date, id) WHERE deceased_on IS NULL;

CREATE TABLE contact (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    resident_id   uuid NOT NULL REFERENCES resident (id),
    phone_sealed  bytea NOT NULL,
    phone_index   bytea NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('mobile', 'landline')),
    owner         text NOT NULL CHECK (owner IN ('self', 'relative', 'neighbour', 'cadre')),
    priority      int NOT NULL DEFAULT 1,
    sms_ok        boolean NOT NULL DEFAULT true,
    verified_at   timestamptz,
    dead_since    timestamptz,
    opted_out_at  timestamptz,
    UNIQUE (resident_id, phone_index)
);
CREATE INDEX contact_phone ON contact (phone_index);
COMMENT ON COLUMN contact.dead_since IS 'the carrier said for good that nobody is reached here';

CREATE TABLE account (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    resident_id   uuid NOT NULL REFERENCES resident (id),
    holder_name   text NOT NULL,
    number_sealed bytea NOT NULL,
    number_index  bytea NOT NULL,
    last_four     char(4) NOT NULL,
    bank          text NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('card', 'passbook')),
    since         timestamptz NOT NULL,
    closed_at     timestamptz
);
CREATE UNIQUE INDEX account_in_use ON account (resident_id) WHERE closed_at IS NULL;
CREATE INDEX account_number ON account (number_index);

CREATE TABLE disability_card (
    id               uuid PRIMARY KEY,
    county           char(6) NOT NULL,
    resident_id      uuid NOT NULL REFERENCES resident (id),
    number_sealed    bytea NOT NULL,
    disability_class text NOT NULL,
    grade            int NOT NULL CHECK (grade BETWEEN 1 AND 4),
    valid_to         date NOT NULL,
    UNIQUE (resident_id)
);

CREATE TABLE wechat_account (
    id           uuid PRIMARY KEY,
    county       char(6) NOT NULL,
    openid       text NOT NULL UNIQUE,
    resident_id  uuid REFERENCES resident (id),
    cadre_id     uuid,
    bound_at     timestamptz,
    seen_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX wechat_account_resident ON wechat_account (resident_id) WHERE resident_id IS NOT NULL;
CREATE UNIQUE INDEX wechat_account_cadre ON wechat_account (cadre_id) WHERE cadre_id IS NOT NULL;

CREATE TABLE wechat_subscription (
    id          uuid PRIMARY KEY,
    account_id  uuid NOT NULL REFERENCES wechat_account (id),
    template    text NOT NULL,
    quota       int NOT NULL DEFAULT 0 CHECK (quota >= 0),
    UNIQUE (account_id, template)
);

CREATE TABLE phone_code (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    account_id    uuid NOT NULL REFERENCES wechat_account (id),
    phone_sealed  bytea NOT NULL,
    phone_index   bytea NOT NULL,
    code_sealed   bytea NOT NULL,
    tries_left    int NOT NULL CHECK (tries_left >= 0),
    expires_at    timestamptz NOT NULL,
    used_at       timestamptz
);
CREATE INDEX phone_code_of ON phone_code (account_id, phone_index, expires_at);
