-- What the year still costs is reckoned award by award, for seconds. It is reckoned by night; the page shows it on that day
-- only, with what the pools held at the same moment, and says of when it is.
CREATE TABLE kept_forecast (
    county       char(6) PRIMARY KEY,
    need         jsonb NOT NULL,
    available    jsonb NOT NULL,
    reckoned_at  timestamptz NOT NULL
);
COMMENT ON COLUMN kept_forecast.need IS 'fen by programme and month from then on';
COMMENT ON COLUMN kept_forecast.available IS 'fen by pool';
