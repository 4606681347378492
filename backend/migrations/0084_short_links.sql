-- Short addresses of our own that open the mini program; what stands behind one is asked of WeChat when it is opened.
CREATE TABLE short_link (
    token    text PRIMARY KEY,
    county   char(6) NOT NULL,
    page     text NOT NULL,
    query    text NOT NULL,
    made_at  timestamptz NOT NULL,
    ends_on  date NOT NULL,
    opened   int NOT NULL DEFAULT 0
);
COMMENT ON COLUMN short_link.ends_on IS 'the last day on which it opens anything';
COMMENT ON COLUMN short_link.query IS 'for the mini program, such as the id of a case; who opens it must still sign in';
