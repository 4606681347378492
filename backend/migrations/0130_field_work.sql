-- What cadres did without a signal, as it came in from their phones: one outcome an item, however often it is sent.
CREATE TABLE field_item (
    id           uuid PRIMARY KEY,
    county       char(6) NOT NULL,
    cadre_id     uuid NOT NULL REFERENCES cadre (id),
    item_id      uuid NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('start', 'photo', 'mandate', 'submit', 'errand')),
    body         jsonb,
    digest       char(64) NOT NULL,
    captured_at  timestamptz NOT NULL,
    received_at  timestamptz NOT NULL,
    clock_wrong  boolean NOT NULL DEFAULT false,
    state        text NOT NULL CHECK (state IN ('waiting', 'done', 'refused')),
    waits_for    text[] NOT NULL DEFAULT '{}',
    result_id    uuid,
    code         text,
    finished_at  timestamptz,
    UNIQUE (cadre_id, item_id),
    CHECK ((state = 'done') = (result_id IS NOT NULL)),
    CHECK (state <> 'done' OR body IS NULL)
);
CREATE INDEX field_item_waiting ON field_item (cadre_id, id) WHERE state = 'waiting';
COMMENT ON COLUMN field_item.item_id IS 'made by the phone; unique for its cadre';
COMMENT ON COLUMN field_item.body IS 'what is to be done, until it is done';
COMMENT ON COLUMN field_item.captured_at IS 'by the phone''s clock, corrected by what that clock was wrong when it was sent';

-- Files that arrive in parts; the bytes lie beside the photo store until they are whole and become a photo.
CREATE TABLE upload (
    id           uuid PRIMARY KEY,
    county       char(6) NOT NULL,
    by_kind      text NOT NULL CHECK (by_kind IN ('resident', 'cadre')),
    by_id        uuid NOT NULL,
    upload_id    uuid NOT NULL,
    digest       char(64) NOT NULL,
    bytes        int NOT NULL CHECK (bytes > 0),
    arrived      int NOT NULL DEFAULT 0 CHECK (arrived BETWEEN 0 AND bytes),
    begun_at     timestamptz NOT NULL,
    whole_at     timestamptz,
    UNIQUE (by_kind, by_id, upload_id),
    CHECK (whole_at IS NULL OR arrived = bytes)
);
CREATE INDEX upload_by_digest ON upload (by_kind, by_id, digest);
CREATE INDEX upload_begun ON upload (begun_at);
CREATE INDEX photo_sent ON photo (by_kind, by_id, sent_digest);
