-- A photo that says it was taken in the future, or outside the county, is taken all the same and says so.
ALTER TABLE photo DROP CONSTRAINT photo_flaws_check;
ALTER TABLE photo ADD CONSTRAINT photo_flaws_check
    CHECK (flaws <@ ARRAY ['dark', 'glare', 'blurred', 'cut_off', 'from_the_future', 'place_outside']);
