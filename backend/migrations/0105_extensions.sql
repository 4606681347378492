-- The law's 30 working days become 45 only by two people, with a reason, before the 30 are over.
CREATE TABLE extension (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    village         char(12) NOT NULL,
    application_id  uuid NOT NULL REFERENCES application (id),
    ground          text NOT NULL CHECK (ground IN ('objection', 'lives_elsewhere', 'applied_elsewhere', 'hard_to_check')),
    reason          text NOT NULL CHECK (reason <> ''),
    due_before      date NOT NULL,
    due_after       date NOT NULL CHECK (due_after > due_before),
    asked_by        uuid NOT NULL REFERENCES officer (id),
    asked_at        timestamptz NOT NULL,
    approved        boolean,
    answered_by     uuid REFERENCES officer (id),
    answered_at     timestamptz,
    CHECK ((approved IS NULL) = (answered_at IS NULL)),
    CHECK (answered_by <> asked_by)
);
-- One that waits or was approved: a case is extended once.
CREATE UNIQUE INDEX extension_once ON extension (application_id) WHERE approved IS NOT false;
CREATE INDEX extension_case ON extension (application_id, id);
CREATE INDEX application_overdue ON application (county, step_due_on) WHERE step_due_on IS NOT NULL;
