-- Who reports by name (实名举报) is answered, by a day, and something proves that the answer reached them. Who they are is
-- sealed, shown for the answer alone and on record each time; what is reported without a name stays without one.
ALTER TABLE complaint
    ADD COLUMN reporter_sealed bytea, ADD COLUMN phone_sealed bytea, ADD COLUMN phone_index bytea,
    ADD COLUMN answer_due_on date,
    ADD COLUMN upheld boolean, ADD COLUMN found text, ADD COLUMN answered_by uuid REFERENCES officer (id),
    ADD COLUMN answered_at timestamptz,
    ADD COLUMN fed_back_way text CHECK (fed_back_way IN ('in_person', 'post', 'text')),
    ADD COLUMN fed_back_proof text, ADD COLUMN fed_back_by uuid REFERENCES officer (id),
    ADD COLUMN fed_back_at timestamptz,
    ADD CONSTRAINT complaint_named_is_due CHECK (num_nulls(reporter_sealed, answer_due_on) IN (0, 2)),
    ADD CONSTRAINT complaint_phone_is_whole CHECK (
        num_nulls(phone_sealed, phone_index) IN (0, 2) AND (phone_sealed IS NULL OR reporter_sealed IS NOT NULL)),
    ADD CONSTRAINT complaint_answer_is_whole CHECK (num_nulls(upheld, found, answered_by, answered_at) IN (0, 4)),
    ADD CONSTRAINT complaint_fed_back_is_whole CHECK (
        num_nulls(fed_back_way, fed_back_proof, fed_back_at) IN (0, 3)
        AND (fed_back_at IS NULL OR answered_at IS NOT NULL AND reporter_sealed IS NOT NULL));
CREATE INDEX complaint_to_be_fed_back ON complaint (county, answer_due_on, id)
    WHERE answer_due_on IS NOT NULL AND fed_back_at IS NULL;
CREATE INDEX complaint_with_phone ON complaint (fed_back_at) WHERE phone_sealed IS NOT NULL;
COMMENT ON TABLE complaint IS 'who reported it is not kept, unless they gave their name to be answered: then it is sealed';
COMMENT ON COLUMN complaint.answer_due_on IS 'by when the answer has reached who reported by name; no deed moves it';
