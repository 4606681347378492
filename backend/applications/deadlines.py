"""How long each step may take; all in working days (工作日), counted from the day after."""

# The national text asks for the check of papers "at receipt" and sets no number (policy §1.8 step 1); the county's
# promise to the public until it sets its own.
CHECK_PAPERS_WITHIN = 3
# From acceptance to the village notice: no national number; published local guides give townships 5 (policy §4).
POST_WITHIN = 5
# The county decides within 10 working days of receiving the file (policy §1.8 step 9, 民发〔2021〕57号 art. 20).
COUNTY_DECIDES_WITHIN = 10
# An objection is re-investigated without a national number; as long as the county itself may take.
ANSWER_OBJECTION_WITHIN = 10
# Staff are warned that many working days before a step is due.
WARN_BEFORE = 2
# Papers asked for are reminded of after that many calendar days, then once in REMIND_EVERY.
REMIND_AFTER = 5
REMIND_EVERY = 7
