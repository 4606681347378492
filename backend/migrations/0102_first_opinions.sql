-- The township's first opinion (初审意见) on facts that were verified; a new one after an objection, none is edited.
CREATE TABLE first_opinion (
    id                uuid PRIMARY KEY,
    county            char(6) NOT NULL,
    village           char(12) NOT NULL,
    application_id    uuid NOT NULL REFERENCES application (id),
    favourable        boolean NOT NULL,
    reasons           text NOT NULL CHECK (reasons <> ''),
    findings          jsonb NOT NULL,
    verdict           jsonb NOT NULL,
    no_check_because  text NOT NULL DEFAULT '',
    officer_id        uuid NOT NULL REFERENCES officer (id),
    given_at          timestamptz NOT NULL
);
CREATE INDEX first_opinion_case ON first_opinion (application_id, id);
CREATE INDEX first_opinion_officer ON first_opinion (officer_id);
COMMENT ON COLUMN first_opinion.findings IS 'each fact: declared, verified, where it was learned, why it differs';
