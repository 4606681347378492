-- What the county owes a person each month, from which month, and until when.
CREATE TABLE award (
    id                    uuid PRIMARY KEY,
    county                char(6) NOT NULL,
    village               char(12) NOT NULL,
    resident_id           uuid NOT NULL REFERENCES resident (id),
    programme             text NOT NULL,
    application_id        uuid UNIQUE REFERENCES application (id),
    origin                text NOT NULL CHECK (origin IN ('decided', 'imported')),
    read_only             boolean NOT NULL DEFAULT false,
    from_month            date NOT NULL CHECK (extract(day FROM from_month) = 1),
    paid_here_from        date NOT NULL CHECK (extract(day FROM paid_here_from) = 1),
    monthly_fen           bigint CHECK (monthly_fen > 0),
    suspended_from        date CHECK (extract(day FROM suspended_from) = 1),
    stopped_from          date CHECK (extract(day FROM stopped_from) = 1),
    stop_reason           text,
    certified_on          date,
    certification_due_on  date,
    started_at            timestamptz NOT NULL
);
CREATE UNIQUE INDEX award_running ON award (resident_id, programme) WHERE stopped_from IS NULL;
CREATE INDEX award_county ON award (county, programme, id) WHERE stopped_from IS NULL;
CREATE INDEX award_certification ON award (certification_due_on) WHERE stopped_from IS NULL;
CREATE INDEX award_resident ON award (resident_id);
COMMENT ON COLUMN award.monthly_fen IS 'fixed monthly amount; NULL where the rate table and the age of the month decide (高龄津贴)';
COMMENT ON COLUMN award.paid_here_from IS 'first month paid through this system; earlier months of an imported award were paid before';
