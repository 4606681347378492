-- What the amount of an award that a roster brought is made of (补差 or class, 增发, care level), as the roster says or, marked
-- as such, as the standards in force make it. A table of its own: batches read every award, and none of these.
CREATE TABLE award_component (
    award_id  uuid NOT NULL REFERENCES award (id),
    number    smallint NOT NULL CHECK (number > 0),
    kind      text NOT NULL CHECK (kind IN ('supplement', 'grade', 'extra', 'living', 'care', 'standard')),
    fen       bigint CHECK (fen > 0),
    what      text NOT NULL,
    said_by   text NOT NULL CHECK (said_by IN ('roster', 'law')),
    PRIMARY KEY (award_id, number),
    CHECK (fen IS NOT NULL OR what <> '')
);
COMMENT ON COLUMN award_component.fen IS 'a month; NULL where only the class, the care level or whom it is for is known';
