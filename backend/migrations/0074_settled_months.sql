-- Overpayments are looked for month by month.
CREATE INDEX payout_settled_month ON payout (county, for_month) WHERE state = 'settled';
