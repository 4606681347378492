-- What investigators found at the door, signed by somebody of the family; never edited.
CREATE TABLE household_visit (
    id                  uuid PRIMARY KEY,
    county              char(6) NOT NULL,
    village             char(12) NOT NULL,
    application_id      uuid NOT NULL REFERENCES application (id),
    level               text NOT NULL CHECK (level IN ('township', 'county')),
    way                 text NOT NULL CHECK (way IN ('door', 'phone', 'video')),
    emergency           text NOT NULL DEFAULT '',
    visited_at          timestamptz NOT NULL,
    findings            jsonb NOT NULL,
    conclusion          text NOT NULL,
    signer_name         text NOT NULL DEFAULT '',
    signer_relation     text NOT NULL DEFAULT '',
    signature_photo_id  uuid REFERENCES photo (id),
    no_place_because    text NOT NULL DEFAULT '',
    recorded_by         uuid NOT NULL REFERENCES officer (id),
    recorded_at         timestamptz NOT NULL,
    CHECK (way = 'door' OR emergency <> ''),
    CHECK (way <> 'door' OR (signer_name <> '' AND signature_photo_id IS NOT NULL))
);
CREATE INDEX household_visit_case ON household_visit (application_id, id);
CREATE INDEX household_visit_signature ON household_visit (signature_photo_id);

CREATE TABLE visit_investigator (
    id         uuid PRIMARY KEY,
    visit_id   uuid NOT NULL REFERENCES household_visit (id),
    hand_kind  text NOT NULL CHECK (hand_kind IN ('officer', 'cadre')),
    hand_id    uuid NOT NULL,
    UNIQUE (visit_id, hand_kind, hand_id)
);
CREATE INDEX visit_investigator_hand ON visit_investigator (hand_kind, hand_id);

CREATE TABLE visit_photo (
    id        uuid PRIMARY KEY,
    visit_id  uuid NOT NULL REFERENCES household_visit (id),
    photo_id  uuid NOT NULL REFERENCES photo (id),
    UNIQUE (visit_id, photo_id)
);
CREATE INDEX visit_photo_photo ON visit_photo (photo_id);
