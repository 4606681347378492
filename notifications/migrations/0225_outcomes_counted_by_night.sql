-- What came of a month's messages takes every one of them to say. It is counted by night, all anew each time: days that
-- are over by channel, and three months by carrier. What has no count of the present day is counted when somebody looks.
CREATE TABLE channel_outcome (
    channel         text NOT NULL,
    day             date NOT NULL,
    ended           int NOT NULL,
    arrived         int NOT NULL,
    median_seconds  float8,
    counted_at      timestamptz NOT NULL,
    PRIMARY KEY (channel, day)
);
COMMENT ON TABLE channel_outcome IS 'a night''s count of what channel_day tells the attempts of; the messages are the truth';

CREATE TABLE carrier_month (
    county          char(6) NOT NULL,
    month           date NOT NULL,
    channel         text NOT NULL,
    carrier         text,
    tried           int NOT NULL,
    taken           int NOT NULL,
    ended           int NOT NULL,
    arrived         int NOT NULL,
    median_seconds  float8,
    counted_at      timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (county, month, channel, carrier)
);
COMMENT ON TABLE carrier_month IS 'a night''s count by carrier of the last three months; the messages are the truth';
