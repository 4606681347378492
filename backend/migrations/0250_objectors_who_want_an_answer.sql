-- Whoever objects by telephone or at the window may leave a number. What came of it is texted there, in words that name
-- nobody and no benefit; nobody is shown the number, and it is forgotten afterwards.
ALTER TABLE objection ADD COLUMN phone_sealed bytea, ADD COLUMN phone_index bytea,
    ADD CONSTRAINT objection_phone_is_whole CHECK (num_nulls(phone_sealed, phone_index) IN (0, 2));
CREATE INDEX objection_with_phone ON objection (answered_at) WHERE phone_sealed IS NOT NULL;
COMMENT ON COLUMN objection.phone_sealed IS 'where the answer is texted; forgotten some days after it';
