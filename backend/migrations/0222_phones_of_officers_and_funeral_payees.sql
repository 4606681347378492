-- An officer proves a work phone by a code, as a person does: one of the two has asked for it.
ALTER TABLE phone_code ALTER COLUMN account_id DROP NOT NULL;
ALTER TABLE phone_code ADD COLUMN officer_id uuid REFERENCES officer (id);
ALTER TABLE phone_code ADD CONSTRAINT phone_code_asked_by_one CHECK (num_nonnulls(account_id, officer_id) = 1);
CREATE INDEX phone_code_of_officer ON phone_code (officer_id, expires_at) WHERE officer_id IS NOT NULL;

-- Whoever buried somebody of 特困 is told whether the money came, where they gave a phone.
ALTER TABLE funeral_aid ADD COLUMN phone_sealed bytea, ADD COLUMN phone_index bytea,
    ADD CHECK (num_nulls(phone_sealed, phone_index) IN (0, 2));
