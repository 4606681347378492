-- From which phones a stop (退订) has come in that nobody has read yet. The callbacks themselves are sealed; without this
-- a text in line would still go to who has just written that they want none.
CREATE TABLE unread_stop (
    phone_index  bytea NOT NULL,
    receipt_id   uuid NOT NULL,
    PRIMARY KEY (phone_index, receipt_id)
);
CREATE INDEX unread_stop_receipt ON unread_stop (receipt_id);
COMMENT ON TABLE unread_stop IS 'a line lives until its callback is read, as a rule for less than a second';
