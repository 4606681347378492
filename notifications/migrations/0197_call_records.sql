-- Each call that rang and ended, as the provider reported it: a message keeps only what came of the last one.
CREATE TABLE call_record (
    id          uuid PRIMARY KEY,
    county      char(6) NOT NULL,
    message_id  uuid NOT NULL,
    call_id     text NOT NULL,
    status      text NOT NULL,
    seconds     int NOT NULL,
    pressed_1   boolean NOT NULL,
    ended_at    timestamptz NOT NULL,
    UNIQUE (message_id, call_id)
);
COMMENT ON COLUMN call_record.message_id IS 'not a foreign key, for messages will be partitioned by month';
COMMENT ON COLUMN call_record.call_id IS 'by which the provider finds its own record of the call';
COMMENT ON COLUMN call_record.status IS 'the provider''s code (help.aliyun.com document 55085)';
COMMENT ON COLUMN call_record.seconds IS 'how long somebody listened; 0: nobody picked up';
