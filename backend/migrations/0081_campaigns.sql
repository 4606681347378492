-- One text to many: proposed by one officer, approved by another, told person by person at a set pace.
CREATE TABLE campaign (
    id             uuid PRIMARY KEY,
    county         char(6) NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('policy_news', 'heating', 'flood', 'cold_wave')),
    place          char(12) NOT NULL REFERENCES place (code),
    programme      text,
    from_age       int NOT NULL CHECK (from_age BETWEEN 18 AND 120),
    news           text NOT NULL CHECK (length(news) BETWEEN 1 AND 35),
    per_minute     int NOT NULL CHECK (per_minute BETWEEN 1 AND 1000),
    people         int NOT NULL CHECK (people > 0),
    texts          int NOT NULL,
    calls          int NOT NULL,
    cost_fen       bigint,
    state          text NOT NULL CHECK (state IN ('proposed', 'running', 'paused', 'done', 'cancelled')),
    proposed_by    uuid NOT NULL REFERENCES officer (id),
    proposed_at    timestamptz NOT NULL,
    approved_by    uuid REFERENCES officer (id),
    approved_at    timestamptz,
    told_through   uuid,
    told           int NOT NULL DEFAULT 0,
    finished_at    timestamptz,
    CHECK (approved_by <> proposed_by),
    CHECK (state IN ('proposed', 'cancelled') OR approved_by IS NOT NULL)
);
CREATE INDEX campaign_newest ON campaign (county, id DESC);
CREATE INDEX campaign_running ON campaign (id) WHERE state = 'running';
COMMENT ON COLUMN campaign.programme IS 'null: everyone of the place, else who receives this now';
COMMENT ON COLUMN campaign.news IS 'what stands in the gap of the registered text; names nobody';
COMMENT ON COLUMN campaign.cost_fen IS 'as foreseen when it was proposed; null where the county has set no price';
COMMENT ON COLUMN campaign.told_through IS 'the last person of the audience, in order of id, whom the journal has named';
