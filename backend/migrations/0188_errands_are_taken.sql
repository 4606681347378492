-- Where several cadres serve one village: whose an open errand is, taken by themselves or given by the township's leader.
ALTER TABLE errand
    ADD COLUMN taken_by uuid REFERENCES cadre (id),
    ADD COLUMN taken_at timestamptz,
    ADD CONSTRAINT errand_taken_by_and_when CHECK ((taken_by IS NULL) = (taken_at IS NULL));
COMMENT ON COLUMN errand.taken_by IS 'who sees to it; null: any cadre of the village';
