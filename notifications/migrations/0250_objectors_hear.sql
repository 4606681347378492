-- Whoever left a number with an objection hears what came of it. Not read through, as in 0166.
ALTER TABLE message DROP CONSTRAINT message_recipient_kind_check;
ALTER TABLE message ADD CONSTRAINT message_recipient_kind_check
    CHECK (recipient_kind IN ('resident', 'helper', 'payee', 'cadre', 'officer', 'objector', 'phone')) NOT VALID;
