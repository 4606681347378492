-- What happened, to whom, by whose hand: audit trail and outbox in one row.
CREATE TABLE journal_entry (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    deed          text NOT NULL,
    subject_kind  text NOT NULL,
    subject_id    uuid NOT NULL,
    resident_id   uuid,
    village       char(12),
    by_kind       text NOT NULL CHECK (by_kind IN ('resident', 'cadre', 'officer', 'clock', 'bank', 'carrier', 'import')),
    by_id         uuid,
    facts         jsonb NOT NULL DEFAULT '{}',
    at            timestamptz NOT NULL,
    announced_at  timestamptz,
    link          bigint UNIQUE,
    chain_digest  bytea
);
CREATE INDEX journal_entry_unannounced ON journal_entry (id) WHERE announced_at IS NULL;
CREATE INDEX journal_entry_unchained ON journal_entry (id) WHERE link IS NULL;
CREATE INDEX journal_entry_subject ON journal_entry (subject_id, id);
CREATE INDEX journal_entry_resident ON journal_entry (resident_id, id) WHERE resident_id IS NOT NULL;
COMMENT ON COLUMN journal_entry.announced_at IS 'when outreach looked at it; NULL is the outbox';
COMMENT ON COLUMN journal_entry.link IS 'position in the hash chain, given in batches off the request path';
