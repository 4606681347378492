-- Obligors are named by the applicant, who helps them, or a cadre, too; so whose hand it was is kept with the id.
ALTER TABLE named_obligor DROP CONSTRAINT named_obligor_named_by_fkey;
ALTER TABLE named_obligor DROP CONSTRAINT named_obligor_struck_by_fkey;
ALTER TABLE named_obligor ADD COLUMN named_by_kind text NOT NULL DEFAULT 'officer'
    CHECK (named_by_kind IN ('officer', 'resident', 'cadre'));
COMMENT ON TABLE named_obligor IS '法定义务人: named by an officer or the family; a mistake is struck, with the reason, and stays';
