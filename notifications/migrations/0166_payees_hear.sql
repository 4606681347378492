-- Who keeps a person's account by agreement hears whether the money came. The table is not read through for it: the
-- new words hold all that the old ones held.
ALTER TABLE message DROP CONSTRAINT message_recipient_kind_check;
ALTER TABLE message ADD CONSTRAINT message_recipient_kind_check
    CHECK (recipient_kind IN ('resident', 'helper', 'payee', 'cadre', 'phone')) NOT VALID;
