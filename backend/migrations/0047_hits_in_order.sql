-- A county's whole list begins with what is due first, without sorting tens of thousands of hits for a page of thirty.
CREATE INDEX hit_due ON hit (county, due_on, id) WHERE state = 'open';
