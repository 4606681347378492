-- What a provider's list of a month can differ in: also parts, fees, days, and ends that one side does not know.
ALTER TABLE provider_statement_difference DROP CONSTRAINT provider_statement_difference_kind_check;
ALTER TABLE provider_statement_difference ADD CONSTRAINT provider_statement_difference_kind_check CHECK (kind IN (
    'not_on_record', 'not_ours', 'believed_unsent', 'ended_otherwise', 'listed_twice', 'receipt_missing', 'open_there',
    'other_day', 'other_parts', 'other_fee'));
