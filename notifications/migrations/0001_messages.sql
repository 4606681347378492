-- What we tell people, by which way, and what became of it.
CREATE TABLE message (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    village         char(12),
    entry_id        uuid NOT NULL,
    occasion        text NOT NULL,
    recipient_kind  text NOT NULL CHECK (recipient_kind IN ('resident', 'cadre', 'phone')),
    recipient_id    uuid NOT NULL,
    channel         text NOT NULL CHECK (channel IN ('sms', 'wechat')),
    route_id        uuid NOT NULL,
    own_phone       boolean NOT NULL,
    address_sealed  bytea NOT NULL,
    address_index   bytea NOT NULL,
    content_sealed  bytea,
    lane            int NOT NULL CHECK (lane IN (0, 1)),
    state           text NOT NULL DEFAULT 'waiting' CHECK (state IN
                        ('waiting', 'sending', 'unknown', 'accepted', 'delivered', 'undelivered', 'rejected')),
    send_after      timestamptz NOT NULL,
    attempts        int NOT NULL DEFAULT 0,
    fence           uuid,
    lease_until     timestamptz,
    look_at         timestamptz,
    provider_id     text,
    code            text,
    created_at      timestamptz NOT NULL,
    sent_at         timestamptz,
    finished_at     timestamptz,
    followed_up_at  timestamptz,
    UNIQUE (entry_id, recipient_id, channel, route_id)
);
CREATE INDEX message_waiting ON message (channel, lane, send_after, id) WHERE state = 'waiting';
CREATE INDEX message_lease ON message (lease_until) WHERE state = 'sending';
CREATE INDEX message_look ON message (look_at) WHERE state IN ('unknown', 'accepted');
CREATE INDEX message_failed ON message (finished_at) WHERE state IN ('undelivered', 'rejected') AND followed_up_at IS NULL;
CREATE INDEX message_recipient ON message (recipient_id, id);
CREATE INDEX message_address ON message (address_index, id);
COMMENT ON COLUMN message.id IS 'its 32 hex digits are the OutId by which the provider''s receipts name it';
COMMENT ON COLUMN message.entry_id IS 'the journal entry told of; not a foreign key, for the journal will be partitioned by month';
COMMENT ON COLUMN message.route_id IS 'the contact, WeChat account, cadre or phone code that the address was copied from';
COMMENT ON COLUMN message.own_phone IS 'false: the phone is another''s, and only the neutral wording goes there';
COMMENT ON COLUMN message.content_sealed IS 'the words to fill in; NULL for phone codes, which are read at the moment of sending';
COMMENT ON COLUMN message.lane IS '0: phone codes, at any hour; 1: everything else, between 8 and 20 o''clock';
COMMENT ON COLUMN message.lease_until IS 'real time of the database: demos move the county''s clock, leases must not jump with it';
COMMENT ON COLUMN message.look_at IS 'real time at which the provider is next asked what became of it';
COMMENT ON COLUMN message.followed_up_at IS 'when the next way was tried, or a person asked to go there';

CREATE TABLE receipt (
    id           uuid PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('sms_report', 'sms_reply', 'wechat')),
    body_sealed  bytea NOT NULL,
    body_index   bytea NOT NULL,
    received_at  timestamptz NOT NULL,
    read_at      timestamptz,
    odd          int NOT NULL DEFAULT 0,
    UNIQUE (kind, body_index)
);
CREATE INDEX receipt_unread ON receipt (id) WHERE read_at IS NULL;
COMMENT ON TABLE receipt IS 'what the providers told us, as they wrote it; sealed, for it names phones';
COMMENT ON COLUMN receipt.odd IS 'how many of its items fitted nothing of ours: forged, of another phone, or malformed';

CREATE TABLE reply (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    sequence_id     text NOT NULL,
    phone_sealed    bytea NOT NULL,
    phone_index     bytea NOT NULL,
    content_sealed  bytea NOT NULL,
    meaning         text NOT NULL CHECK (meaning IN ('stop', 'state', 'call_me')),
    resident_id     uuid,
    received_at     timestamptz NOT NULL,
    UNIQUE (sequence_id, phone_index)
);
CREATE INDEX reply_phone ON reply (phone_index, received_at);

CREATE TABLE duty_run (
    id           uuid PRIMARY KEY,
    duty         text NOT NULL,
    due_at       timestamptz NOT NULL,
    started_at   timestamptz NOT NULL,
    finished_at  timestamptz,
    outcome      text CHECK (outcome IN ('done', 'failed', 'skipped')),
    touched      int,
    tries        int NOT NULL DEFAULT 1,
    UNIQUE (duty, due_at)
);
COMMENT ON COLUMN duty_run.started_at IS 'real time of the database, like finished_at; due_at is the county''s time';
