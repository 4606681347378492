-- What a cadre recorded does not vanish without a word: the village is asked for the rest before it is given up, and what
-- was given up stays as a line that the phone reads; sent again, it is taken in as if it were new.
ALTER TABLE field_item ADD COLUMN asked_at timestamptz;
COMMENT ON COLUMN field_item.asked_at IS 'when the village was asked to send what it still waits for';
ALTER TABLE field_item DROP CONSTRAINT field_item_state_check;
ALTER TABLE field_item ADD CONSTRAINT field_item_state_check
    CHECK (state IN ('waiting', 'done', 'refused', 'given_up'));
ALTER TABLE field_item ADD CONSTRAINT field_item_given_up_keeps_nothing CHECK (state <> 'given_up' OR body IS NULL);
CREATE INDEX field_item_given_up ON field_item (cadre_id, id) WHERE state = 'given_up';
