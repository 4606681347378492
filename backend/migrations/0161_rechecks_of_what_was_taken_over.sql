-- What a roster brought has no re-check on record here. Without this its first one fell due a term after the first month,
-- years ago: thousands on the first day. Known dates are kept; where none is known the first one is spread over the term.
ALTER TABLE award ADD COLUMN rechecked_on date;
ALTER TABLE award ADD COLUMN recheck_spread boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN award.recheck_spread IS 'recheck_due_on is no term from a re-check: a day given to a taken-over award, so that not all come at once';
UPDATE award SET recheck_spread = true, recheck_due_on = current_date + 30 + mod(abs(hashtext(id::text)::bigint), 335)::int
WHERE origin = 'imported' AND recheck_due_on IS NULL AND NOT read_only AND stopped_from IS NULL
  AND programme IN ('rural_dibao', 'urban_dibao', 'tekun', 'orphan', 'unsupported_child')
  AND from_month + interval '12 months' <= current_date;
