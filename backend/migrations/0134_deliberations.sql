-- 民主评议: neighbours' representatives weigh a disputed case; held only where somebody objected.
CREATE TABLE deliberation (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    village         char(12) NOT NULL,
    application_id  uuid NOT NULL REFERENCES application (id),
    held_on         date NOT NULL,
    present         int NOT NULL,
    villagers       int NOT NULL,
    agreeing        int NOT NULL,
    opposing        int NOT NULL,
    conclusion      text NOT NULL,
    minutes_id      uuid NOT NULL REFERENCES photo (id),
    recorded_by     uuid NOT NULL REFERENCES officer (id),
    recorded_at     timestamptz NOT NULL,
    CHECK (villagers BETWEEN 0 AND present AND agreeing >= 0 AND opposing >= 0 AND agreeing + opposing <= present)
);
CREATE INDEX deliberation_case ON deliberation (application_id, id);
CREATE INDEX deliberation_minutes ON deliberation (minutes_id);
CREATE INDEX deliberation_recorder ON deliberation (recorded_by);
COMMENT ON COLUMN deliberation.villagers IS 'of those present, representatives of the villagers (村民代表)';
