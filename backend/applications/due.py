"""Due: by when a case must go on. The step has its day, and the law a day for the whole: whichever comes first.

Without the second a step could be in time while the law's limit was over, and no queue, warning or ladder knew.
"""

from backend.applications.application import State

#: Where the office has to act; a notice ends by itself, and only the law's day for the whole can be missed there.
WAITING = (State.SUBMITTED, State.ACCEPTED, State.POSTED, State.OBJECTED, State.COUNTY_REVIEW)

#: SQL over `application a`: the day after which the office is late; NULL where nobody waits, or nothing is set.
LATE_AFTER = """CASE WHEN a.state = 'posted' THEN a.decision_due_on
     ELSE least(a.step_due_on, a.decision_due_on) END"""

#: SQL over `application a`: the same as `Application.due_on`.
DUE_ON = f"CASE WHEN a.step_due_on IS NULL OR a.state = 'posted' THEN a.step_due_on ELSE {LATE_AFTER} END"

#: SQL over `application a`: by when papers must follow help that came first; NULL where none are to come.
PAPERS_DUE_ON = "CASE WHEN a.papers_completed_at IS NULL THEN a.papers_due_on END"
