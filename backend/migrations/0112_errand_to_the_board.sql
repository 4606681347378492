-- A cadre is sent to the notice board, too, when nobody has photographed the notice there.
ALTER TABLE errand DROP CONSTRAINT errand_kind_check;
ALTER TABLE errand ADD CONSTRAINT errand_kind_check CHECK (kind IN (
    'deliver_message', 'collect_papers', 'fix_account', 'certify_life', 'call_back', 'ask_after', 'prove_board'));
