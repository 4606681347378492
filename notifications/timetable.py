"""The timetable: everything the county's clock sets going, on one page.

Every duty looks at the state of things and not at when it last ran, so that done late it does all, and done twice it
does nothing.
"""

from datetime import time, timedelta

from backend import (
    applications,
    clock,
    digests,
    discovery,
    entitlements,
    errands,
    evidence,
    fieldwork,
    forecasts,
    journal,
    letters,
    messages,
    postings,
    rate_changes,
    recoveries,
    residents,
)
from notifications import campaigning, keeping_history, number_checking, settling_days, tidying
from notifications.duty import AfterDowntime, Daily, Duty, Every, Needs
from notifications.reconciling import Reconciler

_DATABASE = frozenset({Needs.DATABASE})
_PHOTOS, _RECORD = _DATABASE | {Needs.PHOTOS}, _DATABASE | {Needs.SMS_RECORD}
_CATCH_UP, _SKIP, _ASK = AfterDowntime.CATCH_UP_ONCE, AfterDowntime.SKIP, AfterDowntime.ASK
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_HALF_MINUTE, _MINUTE = Every(timedelta(seconds=30)), Every(timedelta(minutes=1))


def timetable(reconciler: Reconciler) -> list[Duty]:
    """All duties. Times are Beijing; `speaks` means that people hear of it, so it keeps the quiet hours."""
    certify, visited = entitlements.warn_of_certification_due, entitlements.certify_visited
    coming, rechecks = entitlements.warn_of_suspension, entitlements.remind_of_rechecks
    agreements, cared = entitlements.remind_of_agreements, entitlements.ask_for_care_agreements
    lapsed, boards = entitlements.suspend_uncertified, postings.ask_for_board_photos
    amounts, overdue = rate_changes.tell_of_new_amounts, errands.remind_of_errands_overdue
    cards, told, numbers = discovery.remind_of_cards, applications.heed_told_reporters, number_checking.check_numbers
    compare, morning, rest = reconciler.compare_lately, digests.draw_up_digests, fieldwork.ask_for_the_rest
    parts, field, history = evidence.expire_uploads, fieldwork.catch_up, keeping_history.keep_history
    return [
        # name                        when                 needs      how late    after downtime
        Duty("end_notices",           Daily(time(0, 5)),   _DATABASE, 7 * _DAY,   _CATCH_UP, _end_notices),
        Duty("sweep_photos",          Daily(time(3, 30)),  _PHOTOS,   12 * _HOUR, _SKIP,     evidence.sweep),
        Duty("expire_uploads",        Daily(time(3, 40)),  _PHOTOS,   7 * _DAY,   _CATCH_UP, parts),
        Duty("ask_for_the_rest",      Daily(time(8, 55)),  _DATABASE, 10 * _HOUR, _SKIP,     rest, speaks=True),
        Duty("give_up_waiting",       Daily(time(3, 50)),  _DATABASE, 7 * _DAY,   _CATCH_UP, fieldwork.give_up_waiting),
        Duty("go_on_in_the_field",    _HALF_MINUTE,        _PHOTOS,   1 * _HOUR,  _CATCH_UP, field),
        Duty("draw_up_letters",       _MINUTE,             _DATABASE, 7 * _DAY,   _CATCH_UP, letters.draw_up),
        Duty("letters_brought",       _MINUTE,             _DATABASE, 7 * _DAY,   _CATCH_UP, letters.heed_visits),
        Duty("reporters_told",        _MINUTE,             _DATABASE, 7 * _DAY,   _CATCH_UP, told),
        Duty("screen_county",         Daily(time(2, 0)),   _DATABASE, 12 * _HOUR, _CATCH_UP, discovery.screen_tonight),
        Duty("find_overpayments",     Daily(time(3, 0)),   _DATABASE, 12 * _HOUR, _CATCH_UP, recoveries.find_tonight),
        Duty("note_offsets",          Daily(time(5, 30)),  _DATABASE, 7 * _DAY,   _CATCH_UP, recoveries.note_offsets),
        Duty("note_carriers",         Daily(time(4, 20)),  _DATABASE, 1 * _DAY,   _CATCH_UP, residents.note_carriers),
        Duty("tidy_up",               Daily(time(4, 0)),   _DATABASE, 7 * _DAY,   _CATCH_UP, tidying.tidy_up),
        Duty("keep_history",          Daily(time(4, 40)),  _DATABASE, 7 * _DAY,   _CATCH_UP, history),
        Duty("keep_figures",          Daily(time(4, 50)),  _DATABASE, 7 * _DAY,   _CATCH_UP, _figures),
        Duty("settle_dates",          Daily(time(8, 10)),  _DATABASE, 10 * _HOUR, _SKIP,     _settle, speaks=True),
        Duty("escalate_overdue",      Daily(time(8, 20)),  _DATABASE, 1 * _DAY,   _CATCH_UP, _escalate),
        Duty("escalate_errands",      Daily(time(8, 25)),  _DATABASE, 1 * _DAY,   _CATCH_UP, errands.escalate_errands),
        Duty("draw_up_digests",       Daily(time(8, 50)),  _DATABASE, 10 * _HOUR, _SKIP,     morning, speaks=True),
        Duty("warn_of_steps_due",     Daily(time(8, 30)),  _DATABASE, 1 * _DAY,   _CATCH_UP, _warn_of_steps),
        Duty("remind_of_papers",      Daily(time(9, 0)),   _DATABASE, 10 * _HOUR, _SKIP,     _remind, speaks=True),
        Duty("certify_visited",       Daily(time(5, 0)),   _DATABASE, 7 * _DAY,   _CATCH_UP, visited),
        Duty("warn_of_certification", Daily(time(9, 30)),  _DATABASE, 10 * _HOUR, _SKIP,     certify, speaks=True),
        Duty("ask_for_board_photos",  Daily(time(8, 40)),  _DATABASE, 10 * _HOUR, _SKIP,     boards, speaks=True),
        Duty("warn_of_suspension",    Daily(time(9, 35)),  _DATABASE, 10 * _HOUR, _SKIP,     coming, speaks=True),
        Duty("remind_of_rechecks",    Daily(time(9, 50)),  _DATABASE, 10 * _HOUR, _SKIP,     rechecks, speaks=True),
        Duty("remind_of_agreements",  Daily(time(9, 55)),  _DATABASE, 10 * _HOUR, _SKIP,     agreements, speaks=True),
        Duty("care_agreements",       Daily(time(10, 5)),  _DATABASE, 9 * _HOUR,  _SKIP,     cared, speaks=True),
        Duty("suspend_uncertified",   Daily(time(9, 40)),  _DATABASE, 10 * _HOUR, _ASK,      lapsed, speaks=True),
        Duty("remind_of_cards",       Daily(time(10, 0)),  _DATABASE, 9 * _HOUR,  _SKIP,     cards, speaks=True),
        Duty("tell_of_new_amounts",   Daily(time(10, 30)), _DATABASE, 9 * _HOUR,  _SKIP,     amounts, speaks=True),
        Duty("check_numbers",         Daily(time(10, 15)), _DATABASE, 9 * _HOUR,  _SKIP,     numbers, speaks=True),
        Duty("errands_overdue",       Daily(time(8, 45)),  _DATABASE, 10 * _HOUR, _SKIP,     overdue, speaks=True),
        Duty("compare_statement",     Daily(time(6, 0)),   _RECORD,   17 * _HOUR, _CATCH_UP, compare),
        Duty("chain_journal",         _HALF_MINUTE,        _DATABASE, 1 * _DAY,   _CATCH_UP, journal.chain_new_entries),
        Duty("run_campaigns",         _MINUTE,             _DATABASE, 1 * _HOUR,  _SKIP,     campaigning.run_campaigns),
        Duty("poll_receipts",         _MINUTE,             _RECORD,   1 * _HOUR,  _CATCH_UP, reconciler.poll_receipts),
    ]  # fmt: skip


_warn_of_steps, _remind = applications.warn_of_steps_coming_due, applications.remind_of_papers
_escalate, _settle = applications.escalate_overdue, settling_days.settle_days


async def _figures() -> int:
    return await messages.keep_figures() + await forecasts.keep_forecasts()


async def _end_notices() -> int:
    return await postings.end_due(clock.today())
