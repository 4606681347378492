-- Who binds WeChat names no county: the person is looked for in the registers of all that share the house.
CREATE INDEX resident_identity ON resident (identity_index);
