-- A photo of the notice board may come from where there was no signal, too.
ALTER TABLE field_item DROP CONSTRAINT field_item_kind_check;
ALTER TABLE field_item ADD CONSTRAINT field_item_kind_check
    CHECK (kind IN ('start', 'photo', 'mandate', 'submit', 'errand', 'board'));
