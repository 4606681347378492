-- A case is late by its step's day or by the law's day for the whole, whichever comes first; while its notice hangs,
-- which ends by itself, by the law's day alone. As backend/applications/due.py has it.
CREATE INDEX application_late_after ON application (
    county, (CASE WHEN state = 'posted' THEN decision_due_on ELSE least(step_due_on, decision_due_on) END)
) WHERE step_due_on IS NOT NULL;
DROP INDEX application_overdue;
