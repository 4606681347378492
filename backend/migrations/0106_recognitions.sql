-- What a household was recognised as (低保边缘, 刚性支出困难): it pays nothing itself, and it opens other help.
CREATE TABLE recognition (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    village         char(12) NOT NULL,
    resident_id     uuid NOT NULL REFERENCES resident (id),
    programme       text NOT NULL,
    application_id  uuid NOT NULL UNIQUE REFERENCES application (id),
    recognised_on   date NOT NULL,
    valid_until     date NOT NULL CHECK (valid_until > recognised_on)
);
CREATE INDEX recognition_person ON recognition (resident_id, programme, valid_until);
CREATE INDEX recognition_place ON recognition (county, village, valid_until);

ALTER TABLE decision DROP CONSTRAINT decision_kind_check;
ALTER TABLE decision ADD CONSTRAINT decision_kind_check
    CHECK (kind IN ('accepted', 'returned', 'refused', 'confirmed', 'sent_back'));
