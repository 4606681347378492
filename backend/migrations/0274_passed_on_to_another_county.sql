-- A case that belongs to another county is passed on with its papers, never refused (《社会救助暂行办法》 art. 60).
ALTER TABLE application DROP CONSTRAINT application_state_check;
ALTER TABLE application ADD CONSTRAINT application_state_check
    CHECK (state IN ('draft', 'submitted', 'returned', 'accepted', 'posted', 'objected', 'county_review', 'confirmed',
                     'refused', 'not_accepted', 'terminated', 'passed_on', 'withdrawn'));
CREATE UNIQUE INDEX application_running ON application (resident_id, programme)
    WHERE state NOT IN ('confirmed', 'refused', 'not_accepted', 'terminated', 'passed_on', 'withdrawn');
DROP INDEX application_under_way;

CREATE TABLE handover (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    application_id  uuid NOT NULL UNIQUE REFERENCES application (id),
    office          text NOT NULL CHECK (office <> ''),
    reason          text NOT NULL CHECK (reason <> ''),
    manifest        text NOT NULL,
    digest          char(64) NOT NULL,
    relay_id        uuid UNIQUE REFERENCES relay (id),
    made_by         uuid NOT NULL REFERENCES officer (id),
    made_at         timestamptz NOT NULL,
    received_on     date,
    received_words  text,
    CHECK ((received_on IS NULL) = (received_words IS NULL))
);
CREATE INDEX handover_waiting ON handover (county, id) WHERE received_on IS NULL;
CREATE INDEX handover_made_by ON handover (made_by);
COMMENT ON COLUMN handover.manifest IS 'the list of what went along, each file with its SHA-256; digest is of this text';
COMMENT ON COLUMN handover.relay_id IS 'where the law gives the way there and back days of its own';
