-- What is set per county, city or province: values by place and date, each with its source.
CREATE TABLE parameter (
    id         uuid PRIMARY KEY,
    place      char(12) NOT NULL REFERENCES place (code),
    key        text NOT NULL,
    value      jsonb NOT NULL,
    valid_from date NOT NULL,
    valid_to   date CHECK (valid_to > valid_from),
    source     text NOT NULL,
    confirmed  boolean NOT NULL DEFAULT false,
    UNIQUE (place, key, valid_from)
);
COMMENT ON COLUMN parameter.confirmed IS 'false: a published example, to be confirmed by the county before real use';
