-- What the family answered at acceptance: whether a relative of somebody who handles cases lives there (policy §18).
ALTER TABLE application ADD COLUMN kin_told boolean;
