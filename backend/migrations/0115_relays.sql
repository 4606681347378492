-- 跨省通办: an application taken in here for another county, or elsewhere for ours, with a clock for each part of the way.
CREATE TABLE relay (
    id               uuid PRIMARY KEY,
    county           char(6) NOT NULL,
    township         char(12) NOT NULL,
    way              text NOT NULL CHECK (way IN ('out', 'in')),
    programme        text NOT NULL,
    other_place      text NOT NULL,
    name             text NOT NULL,
    identity_sealed  bytea NOT NULL,
    identity_index   bytea NOT NULL,
    phone_sealed     bytea,
    resident_id      uuid REFERENCES resident (id),
    began_on         date NOT NULL,
    due_on           date,
    pushed_on        date,
    answered_on      date,
    granted          boolean,
    words            text,
    told_on          date,
    taken_by         uuid NOT NULL REFERENCES officer (id),
    taken_at         timestamptz NOT NULL,
    CHECK ((way = 'in') = (resident_id IS NOT NULL)),
    CHECK (num_nonnulls(answered_on, granted, words) IN (0, 3)),
    CHECK (way = 'out' OR (pushed_on IS NULL AND told_on IS NULL)),
    CHECK (answered_on IS NULL OR way = 'in' OR pushed_on IS NOT NULL),
    CHECK (told_on IS NULL OR answered_on IS NOT NULL)
);
CREATE UNIQUE INDEX relay_running ON relay (county, way, programme, identity_index) WHERE due_on IS NOT NULL;
CREATE INDEX relay_open ON relay (county, due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX relay_resident ON relay (resident_id) WHERE resident_id IS NOT NULL;
CREATE INDEX relay_taken_by ON relay (taken_by);
COMMENT ON COLUMN relay.began_on IS 'out: the papers were complete; in: the other place''s file arrived';
COMMENT ON COLUMN relay.due_on IS 'of the next part of the way; none once it is over';
