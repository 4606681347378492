-- Four lanes: what the law or somebody's money waits for never stands behind a campaign. Within a lane townships take
-- turns, so that one with a thousand notices does not keep the next one's single notice waiting.
ALTER TABLE message DROP CONSTRAINT message_lane_check;
ALTER TABLE message ADD CONSTRAINT message_lane_check CHECK (lane IN (0, 1, 2, 3));
ALTER TABLE message ADD COLUMN place text NOT NULL GENERATED ALWAYS AS (coalesce(left(village::text, 9), county::text)) STORED;
DROP INDEX message_waiting;
CREATE INDEX message_waiting ON message (channel, lane, place, send_after, id) WHERE state = 'waiting';
COMMENT ON COLUMN message.lane IS '0: phone codes, at any hour; 1: decisions and money that failed; 2: all other notices; 3: campaigns';
COMMENT ON COLUMN message.place IS 'whose turn it is counted as: the township, or the county where no village is known';

-- What a channel did on a day of the county: for its budget, and for the page that shows how a provider does.
CREATE TABLE channel_day (
    channel   text NOT NULL,
    day       date NOT NULL,
    accepted  int NOT NULL DEFAULT 0,
    rejected  int NOT NULL DEFAULT 0,
    later     int NOT NULL DEFAULT 0,
    unknown   int NOT NULL DEFAULT 0,
    not_sent  int NOT NULL DEFAULT 0,
    PRIMARY KEY (channel, day)
);
COMMENT ON TABLE channel_day IS 'attempts by what came of them; a killed process may leave a few uncounted';
