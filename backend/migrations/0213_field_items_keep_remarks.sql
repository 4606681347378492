-- What was odd about an item is told again with its outcome: the first answer may be lost, or come before it is done.
ALTER TABLE field_item ADD COLUMN remarks text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN field_item.remarks IS 'words of Remark: taken all the same, and journaled';
