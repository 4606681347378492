-- The economic check (核对) by files: who authorised it, what was asked, what came back. Never edited but for settling.
CREATE TABLE check_authorisation (
    id               uuid PRIMARY KEY,
    county           char(6) NOT NULL,
    village          char(12) NOT NULL,
    application_id   uuid NOT NULL REFERENCES application (id),
    name             text NOT NULL,
    identity_sealed  bytea NOT NULL,
    identity_index   bytea NOT NULL,
    relation         text NOT NULL,
    purpose          text NOT NULL,
    valid_from       date NOT NULL,
    valid_until      date NOT NULL,
    photo_id         uuid NOT NULL REFERENCES photo (id),
    recorded_by      uuid NOT NULL REFERENCES officer (id),
    recorded_at      timestamptz NOT NULL,
    revoked_at       timestamptz,
    CHECK (valid_until >= valid_from)
);
CREATE UNIQUE INDEX check_authorisation_in_force ON check_authorisation (application_id, identity_index)
    WHERE revoked_at IS NULL;
CREATE INDEX check_authorisation_county ON check_authorisation (county, recorded_at) WHERE revoked_at IS NULL;
CREATE INDEX check_authorisation_photo ON check_authorisation (photo_id);

CREATE TABLE check_batch (
    id       uuid PRIMARY KEY,
    county   char(6) NOT NULL,
    number   text NOT NULL UNIQUE,
    items    jsonb NOT NULL,
    people   int NOT NULL,
    mark     text NOT NULL,
    digest   text NOT NULL,
    made_by  uuid NOT NULL REFERENCES officer (id),
    made_at  timestamptz NOT NULL
);
CREATE INDEX check_batch_county ON check_batch (county, id);
COMMENT ON COLUMN check_batch.mark IS '校验码: from the rows, stands in each row of the file and must come back';

CREATE TABLE check_request (
    id                uuid PRIMARY KEY,
    county            char(6) NOT NULL,
    batch_id          uuid NOT NULL REFERENCES check_batch (id),
    authorisation_id  uuid NOT NULL REFERENCES check_authorisation (id),
    application_id    uuid NOT NULL REFERENCES application (id),
    serial            text NOT NULL UNIQUE,
    UNIQUE (batch_id, authorisation_id)
);
CREATE INDEX check_request_authorisation ON check_request (authorisation_id);
CREATE INDEX check_request_case ON check_request (application_id);

CREATE TABLE check_reply (
    id        uuid PRIMARY KEY,
    county    char(6) NOT NULL,
    batch_id  uuid NOT NULL REFERENCES check_batch (id),
    digest    text NOT NULL,
    lines     int NOT NULL,
    read_by   uuid NOT NULL REFERENCES officer (id),
    read_at   timestamptz NOT NULL,
    UNIQUE (batch_id, digest)
);

CREATE TABLE check_result (
    id             uuid PRIMARY KEY,
    county         char(6) NOT NULL,
    request_id     uuid NOT NULL REFERENCES check_request (id),
    reply_id       uuid NOT NULL REFERENCES check_reply (id),
    item           text NOT NULL,
    flagged        boolean NOT NULL,
    detail_sealed  bytea,
    data_on        date NOT NULL,
    settled        text CHECK (settled IN ('consistent', 'explained', 'stands', 'recheck')),
    words_sealed   bytea,
    settled_by     uuid REFERENCES officer (id),
    settled_at     timestamptz,
    UNIQUE (request_id, item),
    CHECK ((settled IS NULL) = (settled_at IS NULL))
);
CREATE INDEX check_result_reply ON check_result (reply_id);
