-- The provider's own export of a month's texts, held against ours: the file says what the county is charged for.
CREATE TABLE provider_statement (
    id        uuid PRIMARY KEY,
    county    char(6) NOT NULL,
    month     date NOT NULL CHECK (extract(day FROM month) = 1),
    digest    text NOT NULL,
    ours      int NOT NULL,
    theirs    int NOT NULL,
    parts     int,
    taken_by  uuid NOT NULL REFERENCES officer (id),
    taken_at  timestamptz NOT NULL,
    UNIQUE (county, month)
);
COMMENT ON COLUMN provider_statement.ours IS 'texts of the month that we hold as taken by the provider';
COMMENT ON COLUMN provider_statement.theirs IS 'lines of the file';
COMMENT ON COLUMN provider_statement.parts IS 'what is charged (计费条数) by the file; NULL where it has no such column';

CREATE TABLE provider_statement_difference (
    statement_id  uuid NOT NULL REFERENCES provider_statement (id) ON DELETE CASCADE,
    out_id        text NOT NULL,
    kind          text NOT NULL CHECK (kind IN
                      ('not_on_record', 'not_ours', 'believed_unsent', 'ended_otherwise', 'listed_twice')),
    PRIMARY KEY (statement_id, out_id, kind)
);
