-- Who helps a person with a case hears the same facts, beside the person.
ALTER TABLE message DROP CONSTRAINT message_recipient_kind_check;
ALTER TABLE message ADD CONSTRAINT message_recipient_kind_check
    CHECK (recipient_kind IN ('resident', 'helper', 'cadre', 'phone'));
