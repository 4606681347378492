-- A field item lists what it still needs, and what arrives strikes itself off; one that needs nothing more is done by
-- whoever has a free hand, who holds it for a minute: a process that dies over it gives it back.
ALTER TABLE field_item ADD COLUMN taken_until timestamptz;
CREATE INDEX field_item_turn ON field_item (id) WHERE state = 'waiting' AND waits_for = '{}';
CREATE INDEX upload_whole ON upload (whole_at) WHERE whole_at IS NOT NULL;

-- What was done already, and could not strike itself off.
UPDATE field_item f SET waits_for = ARRAY(
    SELECT token FROM unnest(f.waits_for) AS token
    WHERE token <> 'turn' AND token NOT IN (
        SELECT 'item:' || done.item_id FROM field_item done WHERE done.cadre_id = f.cadre_id AND done.state = 'done'))
WHERE f.state = 'waiting';
COMMENT ON COLUMN field_item.waits_for IS 'file:<sha256> and item:<uuid>; nothing left while waiting: its turn comes';

-- A file is proved before its last part counts as arrived; where a process died in between, that part is asked for again.
UPDATE upload SET arrived = 0 WHERE arrived = bytes AND whole_at IS NULL;
ALTER TABLE upload ADD CONSTRAINT upload_whole_is_proved CHECK ((whole_at IS NULL) = (arrived < bytes));
