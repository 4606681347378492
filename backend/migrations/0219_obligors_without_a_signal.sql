-- Who owes the applicant support is written down where there is no signal, too.
ALTER TABLE field_item DROP CONSTRAINT field_item_kind_check;
ALTER TABLE field_item ADD CONSTRAINT field_item_kind_check
    CHECK (kind IN ('start', 'photo', 'mandate', 'obligor', 'submit', 'take', 'errand', 'board'));
