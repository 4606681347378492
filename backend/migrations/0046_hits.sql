-- What a night's screening found, and what became of it. Nothing is decided by a hit.
CREATE TABLE screening (
    id           uuid PRIMARY KEY,
    county       char(6) NOT NULL,
    for_day      date NOT NULL,
    started_at   timestamptz NOT NULL,
    finished_at  timestamptz NOT NULL,
    people       int NOT NULL,
    found        int NOT NULL,
    new          int NOT NULL,
    passed       int NOT NULL,
    errands      int NOT NULL,
    unscreened   jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX screening_latest ON screening (county, id);
COMMENT ON COLUMN screening.unscreened IS 'programmes and rules left out, with the parameter that the county has not set';

CREATE TABLE hit (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    village       char(12) NOT NULL,
    rule          text NOT NULL,
    programme     text NOT NULL DEFAULT '',
    resident_id   uuid NOT NULL REFERENCES resident (id),
    restricted    boolean NOT NULL,
    state         text NOT NULL CHECK (state IN ('open', 'closed', 'passed')),
    reasons       jsonb NOT NULL,
    at_the_door   text NOT NULL,
    data_date     date NOT NULL,
    rule_version  text NOT NULL,
    rule_digest   text NOT NULL,
    facts_digest  char(64) NOT NULL,
    due_on        date NOT NULL,
    found_on      date NOT NULL,
    seen_on       date NOT NULL,
    outcome       text CHECK (outcome IN ('applied', 'refused_by_person', 'not_eligible', 'already_has', 'unreachable')),
    note          text,
    closed_at     timestamptz,
    closed_by     uuid REFERENCES officer (id),
    UNIQUE (resident_id, rule, programme),
    CHECK ((state = 'closed') = (outcome IS NOT NULL))
);
CREATE INDEX hit_open ON hit (county, village, due_on, id) WHERE state = 'open';
CREATE INDEX hit_of_rule ON hit (county, rule, due_on, id) WHERE state = 'open';
COMMENT ON COLUMN hit.programme IS 'empty where the rule is about no single programme';
COMMENT ON COLUMN hit.restricted IS 'about a child: never on a village''s list, only for officers with the power';
COMMENT ON COLUMN hit.at_the_door IS 'what a cadre reads: no income, no illness';
COMMENT ON COLUMN hit.facts_digest IS 'of the facts and standards that it rests on: a closed hit opens again only when they change';

ALTER TABLE errand DROP CONSTRAINT errand_kind_check;
ALTER TABLE errand ADD CONSTRAINT errand_kind_check CHECK (kind IN (
    'deliver_message', 'collect_papers', 'fix_account', 'certify_life', 'call_back', 'ask_after'));
