-- Numbers age: once a year its owner is asked whether it still is theirs.
ALTER TABLE contact ADD COLUMN asked_at timestamptz;
COMMENT ON COLUMN contact.asked_at IS 'when its owner was last asked by text whether it is still theirs; answered: verified_at is later';
