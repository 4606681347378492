-- Nor is the ledger emptied whole.
CREATE TRIGGER voucher_is_not_emptied BEFORE TRUNCATE ON voucher EXECUTE FUNCTION ledger_is_appended();
CREATE TRIGGER voucher_line_is_not_emptied BEFORE TRUNCATE ON voucher_line EXECUTE FUNCTION ledger_is_appended();
