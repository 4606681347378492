-- What a receipt charged otherwise stays on record when its message moves to the past: a day's differences and a proof
-- say the same after two months as before.
ALTER TABLE past_message ADD COLUMN charged_otherwise smallint;
CREATE INDEX past_message_charged_otherwise ON past_message (county) WHERE charged_otherwise IS NOT NULL;
CREATE OR REPLACE VIEW every_difference AS
    SELECT county, day, out_id, kind FROM statement_difference
    UNION ALL
    SELECT county, (sent_at AT TIME ZONE 'Asia/Shanghai')::date, replace(id::text, '-', ''), 'other_parts'
    FROM message WHERE charged_otherwise IS NOT NULL
    UNION ALL
    SELECT county, (sent_at AT TIME ZONE 'Asia/Shanghai')::date, replace(id::text, '-', ''), 'other_parts'
    FROM past_message WHERE charged_otherwise IS NOT NULL;
