-- What is to be done about a child's aid is for its named handlers: no cadre reads of it (policy §6, §14.4).
ALTER TABLE errand ADD COLUMN of_children boolean NOT NULL DEFAULT false;
ALTER TABLE errand ADD COLUMN done_by_officer uuid REFERENCES officer (id);
ALTER TABLE errand DROP CONSTRAINT errand_kind_check;
ALTER TABLE errand ADD CONSTRAINT errand_kind_check CHECK (kind IN (
    'deliver_message', 'collect_papers', 'fix_account', 'certify_life', 'call_back', 'ask_after', 'prove_board',
    'sign_agreement'));
COMMENT ON COLUMN errand.of_children IS 'its handlers see to it in the office; no cadre reads of it';

UPDATE errand SET of_children = true WHERE kind = 'fix_account' AND done_at IS NULL AND EXISTS (
    SELECT FROM award a WHERE a.resident_id = errand.resident_id AND a.programme IN ('orphan', 'unsupported_child'));
CREATE INDEX errand_of_children ON errand (village, due_on) WHERE of_children AND done_at IS NULL;
