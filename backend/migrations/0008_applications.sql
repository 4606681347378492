-- A person asks; the township and the county answer.
CREATE TABLE application (
    id               uuid PRIMARY KEY,
    county           char(6) NOT NULL,
    township         char(12) NOT NULL,
    village          char(12) NOT NULL,
    case_number      text UNIQUE,
    programme        text NOT NULL,
    resident_id      uuid NOT NULL REFERENCES resident (id),
    started_by_kind  text NOT NULL CHECK (started_by_kind IN ('resident', 'cadre')),
    started_by_id    uuid NOT NULL,
    state            text NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'accepted', 'posted', 'objected',
                                                    'county_review', 'confirmed', 'refused', 'withdrawn')),
    started_at       timestamptz NOT NULL,
    submitted_at     timestamptz,
    accepted_at      timestamptz,
    decided_at       timestamptz,
    step_due_on      date,
    decision_due_on  date,
    due_provisional  boolean NOT NULL DEFAULT false,
    verdict          jsonb
);
CREATE UNIQUE INDEX application_running ON application (resident_id, programme)
    WHERE state NOT IN ('confirmed', 'refused', 'withdrawn');
CREATE INDEX application_worklist ON application (county, township, state, step_due_on, id);
CREATE INDEX application_resident ON application (resident_id, id);
CREATE INDEX application_village ON application (village, state, id);
COMMENT ON COLUMN application.step_due_on IS 'when the present step is due; decision_due_on: when the county must have decided';
COMMENT ON COLUMN application.verdict IS 'the check at submission: facts, rule version and digest, every condition''s outcome';

CREATE TABLE mandate (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    application_id  uuid NOT NULL REFERENCES application (id),
    principal_id    uuid NOT NULL REFERENCES resident (id),
    agent_kind      text NOT NULL CHECK (agent_kind IN ('cadre', 'resident')),
    agent_id        uuid NOT NULL,
    relation        text NOT NULL,
    scope           text NOT NULL,
    photo_id        uuid NOT NULL REFERENCES photo (id),
    given_at        timestamptz NOT NULL,
    expires_on      date NOT NULL,
    revoked_at      timestamptz
);
CREATE INDEX mandate_principal ON mandate (principal_id);
CREATE INDEX mandate_photo ON mandate (photo_id);
CREATE UNIQUE INDEX mandate_in_force ON mandate (application_id) WHERE revoked_at IS NULL;

CREATE TABLE application_photo (
    id              uuid PRIMARY KEY,
    application_id  uuid NOT NULL REFERENCES application (id),
    photo_id        uuid NOT NULL REFERENCES photo (id),
    kind            text NOT NULL,
    attached_at     timestamptz NOT NULL,
    UNIQUE (application_id, photo_id)
);
CREATE INDEX application_photo_photo ON application_photo (photo_id);

CREATE TABLE decision (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    application_id  uuid NOT NULL REFERENCES application (id),
    kind            text NOT NULL CHECK (kind IN ('accepted', 'returned', 'refused', 'confirmed')),
    reasons         jsonb NOT NULL DEFAULT '[]',
    note            text NOT NULL DEFAULT '',
    officer_id      uuid NOT NULL REFERENCES officer (id),
    verdict         jsonb,
    at              timestamptz NOT NULL
);
CREATE INDEX decision_of ON decision (application_id, id);
COMMENT ON TABLE decision IS 'read-only: undoing a decision is a new one';

CREATE TABLE case_counter (
    county  char(6) NOT NULL,
    year    int NOT NULL,
    last    int NOT NULL,
    PRIMARY KEY (county, year)
);
