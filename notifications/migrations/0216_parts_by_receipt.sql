-- As how many texts its receipt charges a message, where that is not what we reckoned.
ALTER TABLE message ADD COLUMN charged_otherwise smallint;
CREATE INDEX message_charged_otherwise ON message (county) WHERE charged_otherwise IS NOT NULL;
-- What a night's comparison named, and what receipts have said of the day's texts, whenever they came.
CREATE VIEW every_difference AS
    SELECT county, day, out_id, kind FROM statement_difference
    UNION ALL
    SELECT county, (sent_at AT TIME ZONE 'Asia/Shanghai')::date, replace(id::text, '-', ''), 'other_parts'
    FROM message WHERE charged_otherwise IS NOT NULL;
