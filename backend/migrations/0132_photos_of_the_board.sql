-- That a notice really hung: photos of the board by a cadre, at the start and at the end.
CREATE TABLE board_photo (
    id          uuid PRIMARY KEY,
    county      char(6) NOT NULL,
    posting_id  uuid NOT NULL REFERENCES posting (id),
    photo_id    uuid NOT NULL REFERENCES photo (id),
    side        text NOT NULL CHECK (side IN ('start', 'end')),
    cadre_id    uuid NOT NULL REFERENCES cadre (id),
    kept_at     timestamptz NOT NULL,
    UNIQUE (posting_id, photo_id)
);
CREATE INDEX board_photo_photo ON board_photo (photo_id);
