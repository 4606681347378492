-- A yes that was withdrawn wrongly stands again by a further amendment, and the money with it.
ALTER TABLE amendment DROP CONSTRAINT amendment_becomes_check;
ALTER TABLE amendment ADD CONSTRAINT amendment_becomes_check
    CHECK (becomes IN ('granted', 'reopened', 'withdrawn', 'amount', 'restored'));
ALTER TABLE award_fact DROP CONSTRAINT award_fact_kind_check;
ALTER TABLE award_fact ADD CONSTRAINT award_fact_kind_check
    CHECK (kind IN ('granted', 'adjusted', 'suspended', 'resumed', 'grace', 'stopped', 'death', 'death_corrected',
                    'rechecked', 'recheck_called', 'card_kept', 'card_returned', 'called_off', 'restored'));
