-- Photos that prove something: of whom, by whom, when and where taken; bytes lie in the photo store by hash.
CREATE TABLE photo (
    id             uuid PRIMARY KEY,
    county         char(6) NOT NULL,
    village        char(12) NOT NULL,
    resident_id    uuid NOT NULL REFERENCES resident (id),
    kind           text NOT NULL,
    by_kind        text NOT NULL CHECK (by_kind IN ('resident', 'cadre', 'officer')),
    by_id          uuid NOT NULL,
    upload_id      uuid NOT NULL,
    digest         char(64) NOT NULL,
    thumbnail      char(64) NOT NULL,
    sent_digest    char(64) NOT NULL,
    format         text NOT NULL CHECK (format IN ('jpeg', 'png', 'heic')),
    width          int NOT NULL,
    height         int NOT NULL,
    bytes          int NOT NULL,
    captured_at    timestamptz,
    latitude       double precision,
    longitude      double precision,
    received_at    timestamptz NOT NULL,
    UNIQUE (by_kind, by_id, upload_id)
);
CREATE INDEX photo_resident ON photo (resident_id, id);
CREATE INDEX photo_digest ON photo (digest);
CREATE INDEX photo_thumbnail ON photo (thumbnail);
COMMENT ON COLUMN photo.sent_digest IS 'SHA-256 of the bytes as sent, to acknowledge the upload; digest is of the stripped bytes kept';
