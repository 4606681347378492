-- What was refused when its turn came, with nobody on the line, is told when the phone asks next: in the same words.
ALTER TABLE field_item ADD COLUMN sentence text;
COMMENT ON COLUMN field_item.sentence IS 'why it was refused, as the phone shows it; null: not refused, or of before it was kept';
CREATE INDEX field_item_refused ON field_item (cadre_id, id) WHERE state = 'refused';
