-- Money that leaves the county's account.
CREATE TABLE batch (
    id            uuid PRIMARY KEY,
    county        char(6) NOT NULL,
    number        text NOT NULL UNIQUE,
    programme     text NOT NULL,
    month         date NOT NULL CHECK (extract(day FROM month) = 1),
    round         int NOT NULL CHECK (round >= 1),
    state         text NOT NULL CHECK (state IN ('drawn_up', 'approved', 'exported', 'closed', 'discarded')),
    rows_digest   char(64) NOT NULL,
    drawn_up_by   uuid NOT NULL REFERENCES officer (id),
    drawn_up_at   timestamptz NOT NULL,
    approved_by   uuid REFERENCES officer (id) CHECK (approved_by <> drawn_up_by),
    approved_at   timestamptz,
    exported_by   uuid REFERENCES officer (id),
    exported_at   timestamptz,
    file_digest   char(64),
    closed_at     timestamptz
);
CREATE UNIQUE INDEX batch_once ON batch (county, programme, month, round) WHERE state <> 'discarded';
COMMENT ON COLUMN batch.round IS '1 is the month''s run; later rounds are supplementary and re-issues';

CREATE TABLE payout (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    batch_id        uuid NOT NULL REFERENCES batch (id),
    line            int NOT NULL CHECK (line >= 1),
    serial          text NOT NULL UNIQUE,
    award_id        uuid NOT NULL REFERENCES award (id),
    resident_id     uuid NOT NULL REFERENCES resident (id),
    village         char(12) NOT NULL,
    for_month       date NOT NULL CHECK (extract(day FROM for_month) = 1),
    amount_fen      bigint NOT NULL CHECK (amount_fen > 0),
    account_id      uuid NOT NULL REFERENCES account (id),
    state           text NOT NULL CHECK (state IN ('drawn_up', 'sent', 'settled', 'bounced', 'discarded')),
    bounce_code     text,
    bounce_text     text,
    bank_reference  text,
    settled_on      date,
    UNIQUE (batch_id, line)
);
CREATE UNIQUE INDEX payout_once ON payout (award_id, for_month) WHERE state NOT IN ('bounced', 'discarded');
CREATE INDEX payout_resident ON payout (resident_id, for_month);
CREATE INDEX payout_account ON payout (account_id);
CREATE INDEX payout_batch_state ON payout (batch_id, state);
COMMENT ON INDEX payout_once IS 'a month is owed once: only what bounced may be issued again';

CREATE TABLE return_file (
    id           uuid PRIMARY KEY,
    county       char(6) NOT NULL,
    batch_id     uuid NOT NULL REFERENCES batch (id),
    digest       char(64) NOT NULL,
    lines        int NOT NULL,
    read_by      uuid NOT NULL REFERENCES officer (id),
    read_at      timestamptz NOT NULL,
    odd_lines    jsonb NOT NULL DEFAULT '[]',
    UNIQUE (batch_id, digest)
);
