-- A text of a payee, a cadre or a stranger has no contact to answer to; what was done about it is noted all the same.
ALTER TABLE reply_answer ALTER COLUMN resident_id DROP NOT NULL, ALTER COLUMN contact_id DROP NOT NULL,
    ADD CHECK (num_nulls(resident_id, contact_id) IN (0, 2)), ADD CHECK (contact_id IS NOT NULL OR NOT by_text);
