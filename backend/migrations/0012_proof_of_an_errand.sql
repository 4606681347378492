-- The photo that proves an errand shows the person whose door it was, not somebody else's.
ALTER TABLE photo ADD CONSTRAINT photo_of UNIQUE (id, resident_id);
ALTER TABLE errand ADD CONSTRAINT errand_photo_of_the_same_person
    FOREIGN KEY (photo_id, resident_id) REFERENCES photo (id, resident_id);
CREATE INDEX errand_photo ON errand (photo_id, resident_id) WHERE photo_id IS NOT NULL;
