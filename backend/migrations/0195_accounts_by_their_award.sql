-- Whoever takes an award away asks which account is for it alone: without this every account of the county was read for
-- each, for the index of open ones does not answer for closed ones.
CREATE INDEX account_only_for ON account (only_for) WHERE only_for IS NOT NULL;
