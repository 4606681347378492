-- After acceptance the township advises a no, and the county, or by delegation another hand, decides.
ALTER TABLE decision DROP CONSTRAINT decision_kind_check;
ALTER TABLE decision ADD CONSTRAINT decision_kind_check
    CHECK (kind IN ('accepted', 'returned', 'advised', 'refused', 'confirmed', 'sent_back', 'amended'));
