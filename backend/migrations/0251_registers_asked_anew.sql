-- After an objection, or when a case comes back, the registers are asked anew about somebody of whom they knew nothing,
-- too: until now only about who was answered with 「有」.
ALTER TABLE check_authorisation ADD COLUMN anew_after uuid;
COMMENT ON COLUMN check_authorisation.anew_after IS 'the last request before the registers were to be asked again; what was answered stays';
