-- What a cadre is asked to do at whose door, by when, with what proof.
CREATE TABLE errand (
    id           uuid PRIMARY KEY,
    county       char(6) NOT NULL,
    village      char(12) NOT NULL,
    resident_id  uuid NOT NULL REFERENCES resident (id),
    kind         text NOT NULL CHECK (kind IN ('deliver_message', 'collect_papers', 'fix_account', 'certify_life', 'call_back')),
    reason       text NOT NULL,
    because      text NOT NULL,
    due_on       date NOT NULL,
    raised_at    timestamptz NOT NULL,
    done_at      timestamptz,
    done_by      uuid REFERENCES cadre (id),
    outcome      text CHECK (outcome IN ('done', 'not_found', 'refused', 'moved_away')),
    note         text,
    photo_id     uuid,
    UNIQUE (because)
);
CREATE INDEX errand_open ON errand (village, due_on, id) WHERE done_at IS NULL;
COMMENT ON COLUMN errand.because IS 'what gave rise to it, such as message:<id>: a second pass raises it once';
CREATE INDEX errand_resident ON errand (resident_id);
