-- Whose money it is: funds by year, pool and source, and the vouchers that move it. Double entry, appended, never edited.
CREATE TABLE fund (
    id         uuid PRIMARY KEY,
    county     char(6) NOT NULL,
    year       int NOT NULL CHECK (year BETWEEN 2000 AND 2199),
    pool       text NOT NULL,
    source     text NOT NULL CHECK (source IN ('central', 'province', 'city', 'county', 'donations', 'uncovered')),
    closed_at  timestamptz,
    UNIQUE (county, year, pool, source)
);
COMMENT ON COLUMN fund.source IS 'uncovered: paid or promised before the county recorded money for it; the one fund that may be below zero';

CREATE TABLE voucher (
    id          uuid PRIMARY KEY,
    county      char(6) NOT NULL,
    year        int NOT NULL,
    number      int NOT NULL CHECK (number >= 1),
    kind        text NOT NULL,
    booked_on   date NOT NULL,
    batch_id    uuid,
    subject_id  uuid,
    reverses    uuid UNIQUE REFERENCES voucher (id),
    note        text NOT NULL DEFAULT '',
    by_kind     text NOT NULL,
    by_id       uuid,
    at          timestamptz NOT NULL,
    UNIQUE (county, year, number)
);
CREATE INDEX voucher_county ON voucher (county, id);
CREATE INDEX voucher_batch ON voucher (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX voucher_subject ON voucher (subject_id) WHERE subject_id IS NOT NULL;
COMMENT ON COLUMN voucher.subject_id IS 'the appropriation or the overpayment that it is about';

CREATE TABLE voucher_line (
    id          uuid PRIMARY KEY,
    county      char(6) NOT NULL,
    voucher_id  uuid NOT NULL REFERENCES voucher (id),
    fund_id     uuid NOT NULL REFERENCES fund (id),
    account     text NOT NULL CHECK (account IN ('granted', 'available', 'committed', 'paid', 'recoverable',
                                                 'written_off', 'moved')),
    programme   text,
    fen         bigint NOT NULL CHECK (fen <> 0 AND abs(fen) < 1000000000000),
    UNIQUE NULLS NOT DISTINCT (voucher_id, fund_id, account, programme)
);
CREATE INDEX voucher_line_fund ON voucher_line (fund_id, account) INCLUDE (fen);

CREATE TABLE appropriation (
    id             uuid PRIMARY KEY,
    county         char(6) NOT NULL,
    year           int NOT NULL,
    pool           text NOT NULL,
    source         text NOT NULL,
    document       text NOT NULL CHECK (document <> ''),
    document_date  date NOT NULL,
    fen            bigint NOT NULL CHECK (fen <> 0 AND abs(fen) < 1000000000000),
    note           text NOT NULL DEFAULT '',
    recorded_by    uuid REFERENCES officer (id),
    recorded_at    timestamptz NOT NULL,
    reversed_at    timestamptz
);
-- One document gives one source's money to one pool once; what was reversed may be recorded rightly.
CREATE UNIQUE INDEX appropriation_once ON appropriation (county, document, year, pool, source)
    WHERE reversed_at IS NULL;
CREATE INDEX appropriation_county ON appropriation (county, year, id);
COMMENT ON COLUMN appropriation.fen IS 'below zero where the document takes money back';

CREATE FUNCTION ledger_is_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is appended to, never edited' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER voucher_is_appended BEFORE UPDATE OR DELETE ON voucher
    FOR EACH ROW EXECUTE FUNCTION ledger_is_appended();
CREATE TRIGGER voucher_line_is_appended BEFORE UPDATE OR DELETE ON voucher_line
    FOR EACH ROW EXECUTE FUNCTION ledger_is_appended();

-- Whoever books on a fund holds its row until the commit: of two at once the second sees what the first one left.
CREATE FUNCTION hold_fund() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE closed timestamptz;
BEGIN
    SELECT closed_at INTO closed FROM fund WHERE id = NEW.fund_id FOR UPDATE;
    IF closed IS NOT NULL THEN
        RAISE EXCEPTION 'the year of this fund is closed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER voucher_line_holds_fund BEFORE INSERT ON voucher_line FOR EACH ROW EXECUTE FUNCTION hold_fund();

CREATE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(fen) FROM voucher_line WHERE voucher_id = NEW.voucher_id AND fund_id = NEW.fund_id) <> 0 THEN
        RAISE EXCEPTION 'a voucher does not balance' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.account IN ('available', 'committed', 'recoverable') AND NEW.fen < 0
       AND (SELECT sum(fen) FROM voucher_line WHERE fund_id = NEW.fund_id AND account = NEW.account) < 0
       AND NOT (NEW.account = 'available'
                AND EXISTS (SELECT 1 FROM fund WHERE id = NEW.fund_id AND source = 'uncovered')) THEN
        RAISE EXCEPTION 'a fund is overdrawn' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER voucher_line_balances AFTER INSERT ON voucher_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balances();

CREATE FUNCTION voucher_has_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM voucher_line WHERE voucher_id = NEW.id) THEN
        RAISE EXCEPTION 'a voucher without lines' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER voucher_has_lines AFTER INSERT ON voucher
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION voucher_has_lines();
