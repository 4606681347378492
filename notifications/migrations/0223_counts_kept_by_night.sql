-- Into how many parts a text goes is known when it is put into words, and is what the provider charges; a month's counts
-- are kept by night while its rows are there, and not only when they go. Text of before has no parts on record.
ALTER TABLE message ADD COLUMN parts smallint CHECK (parts > 0);
ALTER TABLE past_message ADD COLUMN parts smallint CHECK (parts > 0);
CREATE OR REPLACE VIEW every_message AS
    SELECT id, county, village, entry_id, case_id, occasion, recipient_kind, recipient_id, channel, route_id, own_phone,
           address_sealed, address_index, content_sealed, lane, state, attempts, call_number, provider_id, code,
           created_at, sent_at, finished_at, followed_up_at, read_at, parts
    FROM message
    UNION ALL
    SELECT id, county, village, entry_id, case_id, occasion, recipient_kind, recipient_id, channel, route_id, own_phone,
           address_sealed, address_index, NULL::bytea, lane, state, attempts, call_number, provider_id, code,
           created_at, sent_at, finished_at, followed_up_at, read_at, parts
    FROM past_message;
ALTER TABLE message_month ADD COLUMN parts bigint NOT NULL DEFAULT 0;
COMMENT ON TABLE message_month IS 'every month, counted anew each night for two months; stays where HISTORY_KEPT_YEARS takes the rows';
INSERT INTO message_month AS kept (month, county, occasion, channel, state, messages)
SELECT date_trunc('month', created_at AT TIME ZONE 'Asia/Shanghai')::date, county, occasion, channel, state, count(*)
FROM every_message GROUP BY 1, 2, 3, 4, 5
ON CONFLICT (month, county, occasion, channel, state) DO UPDATE SET messages = kept.messages + excluded.messages;

-- A night's differences have more names, and one text may have several of them.
ALTER TABLE statement_difference DROP CONSTRAINT statement_difference_kind_check;
ALTER TABLE statement_difference ADD CONSTRAINT statement_difference_kind_check CHECK (kind IN (
    'not_on_record', 'not_ours', 'believed_unsent', 'ended_otherwise', 'listed_twice', 'receipt_missing', 'open_there',
    'other_phone', 'other_day', 'stray_receipt'));
ALTER TABLE statement_difference DROP CONSTRAINT statement_difference_pkey;
ALTER TABLE statement_difference ADD PRIMARY KEY (county, day, out_id, kind);
