-- Any person may act with a mandate (policy §1.6), also one who is on no register of this house: known by name, identity
-- number and phone as the paper says them, and theirs once their own WeChat has proved the phone.
CREATE TABLE outsider (
    id               uuid PRIMARY KEY,
    county           char(6) NOT NULL,
    name             text NOT NULL CHECK (name <> ''),
    identity_sealed  bytea NOT NULL,
    identity_index   bytea NOT NULL,
    phone_sealed     bytea NOT NULL,
    phone_index      bytea NOT NULL,
    named_at         timestamptz NOT NULL,
    account_id       uuid REFERENCES wechat_account (id),
    bound_at         timestamptz,
    CONSTRAINT outsider_bound CHECK (num_nulls(account_id, bound_at) IN (0, 2)),
    UNIQUE (identity_index, phone_index, county, name)
);
CREATE INDEX outsider_account ON outsider (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX outsider_phone ON outsider (phone_index);
COMMENT ON TABLE outsider IS 'whoever holds a mandate and is on no register; another phone is another row, and opens nothing of the first';

ALTER TABLE mandate DROP CONSTRAINT mandate_agent_kind_check;
ALTER TABLE mandate ADD CONSTRAINT mandate_agent_kind_check CHECK (agent_kind IN ('cadre', 'resident', 'outsider'));
ALTER TABLE paper_promise DROP CONSTRAINT paper_promise_promised_by_kind_check;
ALTER TABLE paper_promise ADD CONSTRAINT paper_promise_promised_by_kind_check
    CHECK (promised_by_kind IN ('cadre', 'resident', 'outsider'));
-- Not read through: every row that is there keeps the narrower rule.
ALTER TABLE photo DROP CONSTRAINT photo_by_kind_check;
ALTER TABLE photo ADD CONSTRAINT photo_by_kind_check
    CHECK (by_kind IN ('resident', 'cadre', 'officer', 'outsider')) NOT VALID;
ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_by_kind_check;
ALTER TABLE journal_entry ADD CONSTRAINT journal_entry_by_kind_check
    CHECK (by_kind IN ('resident', 'outsider', 'cadre', 'officer', 'clock', 'bank', 'carrier', 'import')) NOT VALID;
