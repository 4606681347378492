-- A roster (花名册) that one officer offers and another takes in; the file is kept sealed until that is decided.
CREATE TABLE roster (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    programme       text NOT NULL,
    digest          char(64) NOT NULL,
    content_sealed  bytea,
    mappings        jsonb NOT NULL,
    paid_here_from  date NOT NULL CHECK (extract(day FROM paid_here_from) = 1),
    choice          text NOT NULL CHECK (choice IN ('all', 'rows')),
    state           text NOT NULL CHECK (state IN ('uploaded', 'examined', 'taken_in', 'withdrawn')),
    rows            int NOT NULL DEFAULT 0,
    outcomes        jsonb NOT NULL DEFAULT '{}',
    fen             bigint NOT NULL DEFAULT 0,
    offered_by      uuid NOT NULL REFERENCES officer (id),
    offered_at      timestamptz NOT NULL,
    decided_by      uuid REFERENCES officer (id),
    decided_at      timestamptz,
    CHECK (state <> 'taken_in' OR decided_by <> offered_by),
    CHECK ((content_sealed IS NULL) = (state IN ('taken_in', 'withdrawn')))
);
CREATE INDEX roster_newest ON roster (county, id DESC);
COMMENT ON COLUMN roster.content_sealed IS 'the uploaded file; gone once the roster is taken in or withdrawn';

CREATE TABLE roster_finding (
    roster_id  uuid NOT NULL REFERENCES roster (id),
    number     int NOT NULL,
    county     char(6) NOT NULL,
    at         text NOT NULL,
    title      text NOT NULL,
    weight     text NOT NULL CHECK (weight IN ('stops', 'left_out', 'noted')),
    sentence   text NOT NULL,
    PRIMARY KEY (roster_id, number)
);
COMMENT ON TABLE roster_finding IS 'what the dry run found, by cell; never what stands in the cell';
