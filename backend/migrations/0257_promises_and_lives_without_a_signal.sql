-- A promise instead of a paper, and a portrait that shows that somebody lives, are taken where there is no signal, too.
ALTER TABLE field_item DROP CONSTRAINT field_item_kind_check;
ALTER TABLE field_item ADD CONSTRAINT field_item_kind_check CHECK (kind IN (
    'start', 'photo', 'mandate', 'obligor', 'promise', 'submit', 'take', 'errand', 'board', 'certify'));
