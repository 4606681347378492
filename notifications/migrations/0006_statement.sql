-- Each night our count of yesterday's texts beside the provider's own record, with every difference named.
CREATE TABLE statement_day (
    county      char(6) NOT NULL,
    day         date NOT NULL,
    ours        int NOT NULL,
    theirs      int NOT NULL,
    phones      int NOT NULL,
    unanswered  int NOT NULL,
    compared_at timestamptz NOT NULL,
    PRIMARY KEY (county, day)
);
COMMENT ON COLUMN statement_day.ours IS 'texts that we hold as taken by the provider';
COMMENT ON COLUMN statement_day.theirs IS 'texts on the provider''s record for the same phones and the same day';
COMMENT ON COLUMN statement_day.unanswered IS 'phones whose record could not be read: their texts are in neither count';

CREATE TABLE statement_difference (
    county      char(6) NOT NULL,
    day         date NOT NULL,
    out_id      text NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('not_on_record', 'not_ours', 'believed_unsent', 'ended_otherwise')),
    PRIMARY KEY (county, day, out_id)
);
COMMENT ON COLUMN statement_difference.out_id IS 'the message''s id in 32 hex digits where it is ours; no phone, no words';
