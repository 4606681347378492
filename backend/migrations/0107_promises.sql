-- 告知承诺: a written promise instead of a paper, where the programme's law allows it; kept with the case.
CREATE TABLE paper_promise (
    id                uuid PRIMARY KEY,
    county            char(6) NOT NULL,
    application_id    uuid NOT NULL REFERENCES application (id),
    kind              text NOT NULL,
    promised_by_kind  text NOT NULL CHECK (promised_by_kind IN ('cadre', 'resident')),
    promised_by_id    uuid NOT NULL,
    promised_at       timestamptz NOT NULL,
    UNIQUE (application_id, kind)
);
