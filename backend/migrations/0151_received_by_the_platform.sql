-- Between the file that went out and the bank's answer, the provincial platform says which lines it took in.
CREATE TABLE payout_receipt (
    payout_id    uuid PRIMARY KEY REFERENCES payout (id),
    batch_id     uuid NOT NULL REFERENCES batch (id),
    county       char(6) NOT NULL,
    received_on  date NOT NULL
);
CREATE INDEX payout_receipt_batch ON payout_receipt (batch_id);
COMMENT ON TABLE payout_receipt IS 'a line the platform has and passes on to the bank; it moves no money';
