-- What the person said of a mandate when asked on their own phone: by text, or to an officer who rang.
ALTER TABLE mandate ADD COLUMN heard_at timestamptz;
ALTER TABLE mandate ADD COLUMN heard_by text CHECK (heard_by IN ('sms', 'call'));
ALTER TABLE mandate ADD COLUMN agreed boolean;
ALTER TABLE mandate ADD COLUMN heard_officer uuid REFERENCES officer (id);
ALTER TABLE mandate ADD CONSTRAINT mandate_heard CHECK
    (num_nonnulls(heard_at, heard_by, agreed) IN (0, 3) AND (heard_officer IS NULL OR heard_by = 'call'));
CREATE INDEX mandate_heard_officer ON mandate (heard_officer) WHERE heard_officer IS NOT NULL;
