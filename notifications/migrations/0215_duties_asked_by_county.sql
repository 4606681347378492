-- A duty that asks is kept county by county: one county's officers say nothing about another's money. '' is the house.
ALTER TABLE duty_run ADD COLUMN county text NOT NULL DEFAULT '';
ALTER TABLE duty_run DROP CONSTRAINT duty_run_duty_due_at_key;
ALTER TABLE duty_run ADD CONSTRAINT duty_run_duty_county_due_at_key UNIQUE (duty, county, due_at);
