-- A year is closed as a whole: no fund of it is opened afterwards either.
CREATE FUNCTION fund_year_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fund WHERE county = NEW.county AND year = NEW.year AND closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'this year is closed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fund_in_an_open_year BEFORE INSERT ON fund FOR EACH ROW EXECUTE FUNCTION fund_year_is_open();
