-- The phones of a whole county take seconds to count. They are counted by night, all anew each time; a page shows them on
-- that day only, and says of when they are.
CREATE TABLE village_phones (
    county      char(6) NOT NULL,
    village     char(12) NOT NULL,
    people      int NOT NULL,
    own         int NOT NULL,
    anothers    int NOT NULL,
    landline    int NOT NULL,
    none        int NOT NULL,
    dead        int NOT NULL,
    claimed     int NOT NULL,
    doubted     int NOT NULL,
    counted_at  timestamptz NOT NULL,
    PRIMARY KEY (county, village)
);
COMMENT ON TABLE village_phones IS 'a night''s count of phones by village; the contacts are the truth';
