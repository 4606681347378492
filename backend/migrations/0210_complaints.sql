-- What somebody reports about a case before it is decided (投诉、举报): then the county looks itself.
CREATE TABLE complaint (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    application_id  uuid NOT NULL REFERENCES application (id),
    body            text NOT NULL CHECK (body <> ''),
    noted_by        uuid NOT NULL REFERENCES officer (id),
    noted_at        timestamptz NOT NULL
);
CREATE INDEX complaint_case ON complaint (application_id, id);
COMMENT ON TABLE complaint IS 'who reported it is not kept: nobody who handles the case needs to know';
