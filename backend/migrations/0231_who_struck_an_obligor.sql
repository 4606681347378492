-- An officer, the family or a cadre strikes an obligor; an id alone does not say in which register it is looked up.
ALTER TABLE named_obligor ADD COLUMN struck_by_kind text CHECK (struck_by_kind IN ('officer', 'resident', 'cadre'));
UPDATE named_obligor o SET struck_by_kind = coalesce(
    (SELECT j.by_kind FROM journal_entry j
     WHERE j.subject_id = o.application_id AND j.deed = 'applications.obligor_struck' AND j.by_id = o.struck_by LIMIT 1),
    'officer')
WHERE struck_at IS NOT NULL;
ALTER TABLE named_obligor ADD CHECK ((struck_by IS NULL) = (struck_by_kind IS NULL));
