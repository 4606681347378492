-- An officer may have a work phone on file, for one text on the mornings on which something is late.
ALTER TABLE officer ADD COLUMN phone_sealed bytea;
ALTER TABLE officer ADD COLUMN phone_index bytea;
COMMENT ON COLUMN officer.phone_sealed IS 'a phone of the office or the officer''s own for work; NULL: the console alone';

-- What an officer is told in the morning of a working day: how many of what kind wait, are late, or came before them.
CREATE TABLE digest (
    id          uuid PRIMARY KEY,
    county      char(6) NOT NULL,
    officer_id  uuid NOT NULL REFERENCES officer (id),
    day         date NOT NULL,
    matters     jsonb NOT NULL,
    drawn_at    timestamptz NOT NULL,
    seen_at     timestamptz,
    UNIQUE (officer_id, day)
);
CREATE INDEX digest_unseen ON digest (officer_id) WHERE seen_at IS NULL;
COMMENT ON COLUMN digest.matters IS 'number by kind of matter; no names and no cases';
-- What was put before the leader or the county since the last digest.
CREATE INDEX journal_entry_escalated ON journal_entry (county, id)
    WHERE deed IN ('applications.step_escalated', 'errands.escalated');
