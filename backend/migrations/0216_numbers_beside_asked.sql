-- The yearly question at numbers that are no contact: a payee's in an agreement, and a cadre's. By the number, for
-- whoever is on file under it is asked once.
CREATE TABLE number_beside (
    county         char(6) NOT NULL,
    phone_index    bytea NOT NULL,
    asked_at       timestamptz,
    asked_again_at timestamptz,
    verified_at    timestamptz,
    doubted_since  timestamptz,
    PRIMARY KEY (county, phone_index)
);
COMMENT ON COLUMN number_beside.doubted_since IS 'asked twice in vain: perhaps a stranger''s by now';
