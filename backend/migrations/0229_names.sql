-- An officer finds the person at the counter by the beginning of a name, among half a million.
CREATE INDEX resident_name ON resident (county, name text_pattern_ops);
