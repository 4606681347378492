-- Two parameters said how long before its end a disability card is reminded of, and nobody read this one: the other,
-- discovery.card_months, is what screenings go by. What was set stays on record as superseded.
UPDATE parameter SET superseded_at = now() WHERE key = 'dis.card_warning_months' AND superseded_at IS NULL;
