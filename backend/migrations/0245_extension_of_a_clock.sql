-- An extension lengthens one clock. A case that an amendment reopened has another, which begins with its second
-- acceptance and may be lengthened, too; what was asked of the first clock lengthens nothing any more.
ALTER TABLE extension ADD COLUMN clock_began_at timestamptz;
UPDATE extension e SET clock_began_at = coalesce(
    (SELECT a.accepted_at FROM application a WHERE a.id = e.application_id AND a.accepted_at <= e.asked_at),
    (SELECT max(j.at) FROM journal_entry j
     WHERE j.subject_id = e.application_id AND j.deed = 'applications.accepted' AND j.at <= e.asked_at),
    e.asked_at
);
ALTER TABLE extension ALTER COLUMN clock_began_at SET NOT NULL;
DROP INDEX extension_once;
CREATE UNIQUE INDEX extension_once ON extension (application_id, clock_began_at) WHERE approved IS NOT false;
