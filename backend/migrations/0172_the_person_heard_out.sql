-- A mandate that the person denied when the case was under way: what they said they want when an officer asked them.
ALTER TABLE mandate
    ADD COLUMN settled_at    timestamptz,
    ADD COLUMN settled_by    uuid REFERENCES officer (id),
    ADD COLUMN settled_how   text CHECK (settled_how IN ('visit', 'call')),
    ADD COLUMN wants         boolean,
    ADD COLUMN settled_words text CHECK (settled_words <> ''),
    ADD CONSTRAINT mandate_settled CHECK (
        num_nonnulls(settled_at, settled_by, settled_how, wants, settled_words) IN (0, 5)
        AND (settled_at IS NULL OR agreed = false)
    );
CREATE INDEX mandate_settled_by ON mandate (settled_by) WHERE settled_by IS NOT NULL;
CREATE INDEX mandate_denied ON mandate (application_id) WHERE agreed = false AND settled_at IS NULL;
