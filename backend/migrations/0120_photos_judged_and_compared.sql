-- What a photo looked like when it arrived, and which photos of other people it equals.
ALTER TABLE photo ADD COLUMN flaws text[] NOT NULL DEFAULT '{}'
    CHECK (flaws <@ ARRAY ['dark', 'glare', 'blurred', 'cut_off']);

CREATE TABLE photo_print (
    photo_id    uuid PRIMARY KEY REFERENCES photo (id),
    county      char(6) NOT NULL,
    fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    bands       int[] NOT NULL
);
-- The newest fingerprints are asked for at every upload: no list that waits to be merged.
CREATE INDEX photo_print_bands ON photo_print USING gin (bands) WITH (fastupdate = off);
COMMENT ON TABLE photo_print IS 'Fingerprints; photos taken before this table have none and are not compared';

CREATE TABLE photo_doubt (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    photo_id      uuid NOT NULL REFERENCES photo (id),
    like_photo_id uuid NOT NULL REFERENCES photo (id),
    found_at      timestamptz NOT NULL,
    cleared_at    timestamptz,
    cleared_by    uuid REFERENCES officer (id),
    reason        text,
    UNIQUE (photo_id, like_photo_id),
    CHECK (photo_id <> like_photo_id),
    CHECK ((cleared_at IS NULL) = (cleared_by IS NULL) AND (cleared_at IS NULL) = (reason IS NULL))
);
CREATE INDEX photo_doubt_like ON photo_doubt (like_photo_id);
COMMENT ON TABLE photo_doubt IS 'The same photo handed in for two people; an officer says why that is in order, or asks';
