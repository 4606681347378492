-- The layout of a batch's file is settled when it is drawn up, so that a later export gives the same bytes.
ALTER TABLE batch ADD COLUMN layout text NOT NULL DEFAULT 'csv';
CREATE FUNCTION batch_keeps_its_layout() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was drawn up is not changed';
END $$;
CREATE TRIGGER batch_keeps_its_layout BEFORE UPDATE ON batch FOR EACH ROW
    WHEN (OLD.layout IS DISTINCT FROM NEW.layout) EXECUTE FUNCTION batch_keeps_its_layout();
