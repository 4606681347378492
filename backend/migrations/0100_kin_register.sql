-- The close relatives (近亲属备案) of those who handle cases, and the cases in which one of them lives.
CREATE TABLE kin_declaration (
    id             uuid PRIMARY KEY,
    county         char(6) NOT NULL,
    declarer_kind  text NOT NULL CHECK (declarer_kind IN ('officer', 'cadre')),
    declarer_id    uuid NOT NULL,
    recorded_by    uuid NOT NULL REFERENCES officer (id),
    made_at        timestamptz NOT NULL,
    superseded_at  timestamptz
);
CREATE UNIQUE INDEX kin_declaration_in_force ON kin_declaration (declarer_kind, declarer_id)
    WHERE superseded_at IS NULL;
COMMENT ON TABLE kin_declaration IS 'may name nobody; a new one supersedes the last, which is kept';

CREATE TABLE declared_relative (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    declaration_id  uuid NOT NULL REFERENCES kin_declaration (id),
    relation        text NOT NULL CHECK (relation IN ('self', 'spouse', 'parent', 'child', 'sibling', 'grandparent',
                                                      'grandchild')),
    name            text NOT NULL,
    identity_sealed bytea NOT NULL,
    identity_index  bytea NOT NULL,
    UNIQUE (declaration_id, identity_index)
);
CREATE INDEX declared_relative_person ON declared_relative (county, identity_index);
COMMENT ON COLUMN declared_relative.identity_index IS 'the same index as resident.identity_index, so that both can be matched';

CREATE TABLE kin_case (
    id              uuid PRIMARY KEY,
    county          char(6) NOT NULL,
    village         char(12) NOT NULL,
    application_id  uuid NOT NULL REFERENCES application (id),
    resident_id     uuid NOT NULL REFERENCES resident (id),
    relation        text NOT NULL,
    handler_kind    text NOT NULL CHECK (handler_kind IN ('officer', 'cadre')),
    handler_id      uuid NOT NULL,
    filed_at        timestamptz NOT NULL,
    UNIQUE (application_id, resident_id, handler_kind, handler_id)
);
CREATE INDEX kin_case_resident ON kin_case (resident_id);
CREATE INDEX kin_case_place ON kin_case (county, village, id);
COMMENT ON TABLE kin_case IS 'the separate ledger of 民发〔2021〕57号 art. 11: a row is never taken back';
