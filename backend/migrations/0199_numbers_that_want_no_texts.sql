-- Who writes 退订 means the number, not the row: it also holds for a payee's or a cadre's phone, and for whoever comes
-- to be on file under it later.
CREATE TABLE stopped_number (
    county       char(6) NOT NULL,
    phone_index  bytea NOT NULL,
    stopped_at   timestamptz NOT NULL,
    PRIMARY KEY (county, phone_index)
);
COMMENT ON TABLE stopped_number IS 'numbers from which 退订 was written; 恢复 from the same number takes it out again';
INSERT INTO stopped_number
SELECT county, phone_index, min(opted_out_at) FROM contact WHERE opted_out_at IS NOT NULL GROUP BY county, phone_index;

-- Once a statement and not once a row: a roster brings tens of thousands.
CREATE FUNCTION a_stopped_number_stays_stopped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE contact SET opted_out_at = stopped.stopped_at
    FROM added JOIN stopped_number stopped USING (county, phone_index)
    WHERE contact.id = added.id AND contact.opted_out_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER contact_of_a_stopped_number AFTER INSERT ON contact REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION a_stopped_number_stays_stopped();
