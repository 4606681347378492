-- Which errands were closed because their person died: they are opened again where it shows that the person lives.
ALTER TABLE errand ADD COLUMN closed_for_death boolean NOT NULL DEFAULT false;
ALTER TABLE errand ADD CONSTRAINT errand_closed_for_death_is_needless
    CHECK (NOT closed_for_death OR outcome IS NOT DISTINCT FROM 'needless');
COMMENT ON COLUMN errand.closed_for_death IS 'nobody need run it because its person died; its note says so in words';
-- Until now the words alone told.
UPDATE errand SET closed_for_death = true WHERE outcome = 'needless' AND note = '登记显示本人已去世，不用再去。';
