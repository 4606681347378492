-- Between approval and the bank's file a payee may die, an account be closed, an agreement run out. Their rows are taken
-- out by the rule, no officer decides it; what was flagged before stays a named officer's decision.
ALTER TABLE batch_flag DROP CONSTRAINT batch_flag_kind_check;
ALTER TABLE batch_flag ADD CONSTRAINT batch_flag_kind_check CHECK (kind IN (
    'same_person', 'shared_account', 'holder_differs', 'detained', 'moved_away', 'staff', 'staff_kin', 'staff_account',
    'clash', 'luhn', 'died', 'account_closed', 'agreement_over'));
ALTER TABLE batch_flag DROP CONSTRAINT batch_flag_check;
ALTER TABLE batch_flag ADD CONSTRAINT batch_flag_decided_by_an_officer CHECK (CASE
    WHEN kind IN ('died', 'account_closed', 'agreement_over')
    THEN decision = 'withhold' AND reason IS NOT NULL AND decided_at IS NOT NULL AND decided_by IS NULL
    ELSE num_nulls(decision, reason, decided_by, decided_at) IN (0, 4) END);
