-- A standard is changed by two officers, and who gains and loses is on record before the second one confirms.
CREATE TABLE rate_change (
    id          uuid PRIMARY KEY,
    county      char(6) NOT NULL,
    key         text NOT NULL,
    value       jsonb NOT NULL,
    valid_from  date NOT NULL,
    valid_to    date CHECK (valid_to > valid_from),
    source      text NOT NULL,
    state       text NOT NULL CHECK (state IN ('proposed', 'confirmed', 'withdrawn')),
    proposed_by uuid NOT NULL REFERENCES officer (id),
    proposed_at timestamptz NOT NULL,
    foreseen_at timestamptz NOT NULL,
    decided_by  uuid REFERENCES officer (id),
    decided_at  timestamptz,
    CHECK (state <> 'confirmed' OR decided_by <> proposed_by)
);
CREATE UNIQUE INDEX rate_change_one_open ON rate_change (county, key) WHERE state = 'proposed';
CREATE INDEX rate_change_newest ON rate_change (county, id DESC);

-- Months of one award over which the difference is the same; what is to come has no last month.
CREATE TABLE rate_change_line (
    change_id     uuid NOT NULL REFERENCES rate_change (id),
    award_id      uuid NOT NULL,
    county        char(6) NOT NULL,
    resident_id   uuid NOT NULL,
    village       char(12) NOT NULL,
    programme     text NOT NULL,
    from_month    date NOT NULL,
    through_month date CHECK (through_month >= from_month),
    months        integer NOT NULL CHECK (months > 0),
    before_fen    bigint NOT NULL,
    after_fen     bigint NOT NULL CHECK (after_fen <> before_fen),
    PRIMARY KEY (change_id, award_id, from_month)
);
COMMENT ON TABLE rate_change_line IS 'kept after the confirmation: what the second officer saw';
COMMENT ON COLUMN rate_change_line.through_month IS 'null: from this month on, for each month to come';
