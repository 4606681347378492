-- What nobody has looked into yet, for the officers of both people's places.
CREATE INDEX photo_doubt_open ON photo_doubt (county, id) WHERE cleared_at IS NULL;
