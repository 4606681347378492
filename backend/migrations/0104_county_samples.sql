-- County checks drawn by a seed that was committed to before anybody could know the list.
CREATE TABLE county_sample (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    number        text NOT NULL UNIQUE,
    programme     text NOT NULL,
    ratio         int NOT NULL CHECK (ratio BETWEEN 1 AND 100),
    draws_on      date NOT NULL,
    seed_sealed   bytea NOT NULL,
    commitment    text NOT NULL,
    announced_by  uuid NOT NULL REFERENCES officer (id),
    announced_at  timestamptz NOT NULL,
    drawn_by      uuid REFERENCES officer (id),
    drawn_at      timestamptz,
    seed          text,
    list_digest   text,
    CHECK ((drawn_at IS NULL) = (seed IS NULL))
);
CREATE UNIQUE INDEX county_sample_open ON county_sample (county, programme) WHERE drawn_at IS NULL;
COMMENT ON COLUMN county_sample.seed IS 'revealed by the draw; sha256 of it is the commitment';

CREATE TABLE sample_line (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    sample_id       uuid NOT NULL REFERENCES county_sample (id),
    application_id  uuid NOT NULL UNIQUE REFERENCES application (id),
    case_number     text NOT NULL,
    chosen          boolean NOT NULL
);
CREATE INDEX sample_line_sample ON sample_line (sample_id, case_number);
