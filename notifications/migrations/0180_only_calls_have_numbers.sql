-- Only a call has a number of its own. A constraint holds every text's NULL as well, and writes it anew at each of the
-- three changes of state; an index of calls alone is as strict and costs texts nothing.
ALTER TABLE message DROP CONSTRAINT message_call_number_key;
CREATE UNIQUE INDEX message_call_number ON message (call_number) WHERE call_number IS NOT NULL;
