-- The county's own promise (承诺时限) beside the law's limit: never later than that.
ALTER TABLE application ADD COLUMN promised_due_on date;
ALTER TABLE application ADD CONSTRAINT application_promise CHECK (promised_due_on <= decision_due_on);
