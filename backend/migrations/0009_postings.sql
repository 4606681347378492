-- The 7-day notice (公示) in the village, and objections to it.
CREATE TABLE posting (
    id           uuid PRIMARY KEY,
    county       char(6) NOT NULL,
    village      char(12) NOT NULL,
    programme    text NOT NULL,
    posted_on    date NOT NULL,
    ends_on      date NOT NULL,
    posted_by    uuid NOT NULL REFERENCES officer (id),
    ended_at     timestamptz
);
CREATE INDEX posting_open ON posting (ends_on) WHERE ended_at IS NULL;
CREATE INDEX posting_village ON posting (village, id);

CREATE TABLE posting_line (
    id              uuid PRIMARY KEY,
    posting_id      uuid NOT NULL REFERENCES posting (id),
    application_id  uuid NOT NULL REFERENCES application (id),
    shown_name      text NOT NULL,
    shown_detail    text NOT NULL,
    ended           text CHECK (ended IN ('unopposed', 'upheld', 'dismissed', 'withdrawn')),
    UNIQUE (posting_id, application_id)
);
CREATE UNIQUE INDEX posting_line_running ON posting_line (application_id) WHERE ended IS NULL;
COMMENT ON TABLE posting_line IS 'frozen at posting from a whitelist of fields: masked name and age band, nothing else';

CREATE TABLE objection (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    posting_line_id uuid NOT NULL REFERENCES posting_line (id),
    body            text NOT NULL,
    raised_by_kind  text NOT NULL CHECK (raised_by_kind IN ('resident', 'cadre', 'officer')),
    raised_by_id    uuid NOT NULL,
    raised_at       timestamptz NOT NULL,
    answer          text,
    upheld          boolean,
    answered_by     uuid REFERENCES officer (id),
    answered_at     timestamptz
);
CREATE INDEX objection_open ON objection (posting_line_id) WHERE answered_at IS NULL;
