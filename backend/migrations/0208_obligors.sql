-- Those who owe an applicant support by law and sign a letter of their own for the economic check, wherever they live.
CREATE TABLE named_obligor (
    id               uuid PRIMARY KEY,
    county           char(6) NOT NULL,
    application_id   uuid NOT NULL REFERENCES application (id),
    name             text NOT NULL,
    relation         text NOT NULL,
    identity_sealed  bytea,
    identity_index   bytea,
    married          boolean NOT NULL,
    spouse_of        uuid REFERENCES named_obligor (id),
    named_by         uuid NOT NULL REFERENCES officer (id),
    named_at         timestamptz NOT NULL,
    struck_by        uuid REFERENCES officer (id),
    struck_at        timestamptz,
    struck_because   text,
    CHECK ((identity_sealed IS NULL) = (identity_index IS NULL)),
    CHECK ((struck_at IS NULL) = (struck_by IS NULL) AND (struck_at IS NULL) = (struck_because IS NULL)),
    CHECK (spouse_of IS NULL OR NOT married)
);
CREATE UNIQUE INDEX named_obligor_once ON named_obligor (application_id, identity_index) WHERE struck_at IS NULL;
CREATE UNIQUE INDEX named_obligor_one_spouse ON named_obligor (spouse_of) WHERE struck_at IS NULL;
CREATE INDEX named_obligor_case ON named_obligor (application_id, id);
COMMENT ON TABLE named_obligor IS '法定义务人: named once by an officer; a mistake is struck, with the reason, and stays';
COMMENT ON COLUMN named_obligor.spouse_of IS 'the obligor whose spouse this is, where the county has both sign';

ALTER TABLE check_authorisation ADD COLUMN obligor_id uuid REFERENCES named_obligor (id);
CREATE INDEX check_authorisation_obligor ON check_authorisation (obligor_id) WHERE obligor_id IS NOT NULL;
COMMENT ON COLUMN check_authorisation.obligor_id IS 'whose letter it is where an obligor was named; null: of the household, or typed';
