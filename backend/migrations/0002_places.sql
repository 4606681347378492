-- Provinces down to villages by their 12-digit statistical codes, with history.
CREATE TABLE place (
    code        char(12) PRIMARY KEY,
    level       text NOT NULL CHECK (level IN ('province', 'city', 'county', 'township', 'village')),
    name        text NOT NULL,
    parent_code char(12) REFERENCES place (code),
    valid_from  date NOT NULL DEFAULT '1900-01-01',
    valid_to    date CHECK (valid_to > valid_from)
);
CREATE INDEX place_parent ON place (parent_code);
