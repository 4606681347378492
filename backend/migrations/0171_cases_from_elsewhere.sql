-- 跨省通办: what another county took in for ours becomes a case of ours, with the day on which the person asked there.
ALTER TABLE relay
    ADD COLUMN application_id uuid UNIQUE REFERENCES application (id),
    ADD COLUMN applied_on     date,
    ADD CHECK (application_id IS NULL OR way = 'in'),
    ADD CHECK ((application_id IS NULL) = (applied_on IS NULL));
ALTER TABLE application DROP CONSTRAINT application_started_by_kind_check;
ALTER TABLE application ADD CONSTRAINT application_started_by_kind_check
    CHECK (started_by_kind IN ('resident', 'cadre', 'officer'));
