-- By number segment, noted at night; NULL: not looked at yet, or a landline.
ALTER TABLE contact ADD COLUMN carrier text CHECK (carrier IN ('mobile', 'unicom', 'telecom', 'broadnet', 'other'));
CREATE INDEX contact_without_carrier ON contact (id) WHERE carrier IS NULL AND kind = 'mobile';
