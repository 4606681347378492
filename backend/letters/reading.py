"""Reading letters: an officer those of the own places, a person their own."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import applications, clock, database, entitlements, programmes
from backend.letters.decision_letter import DecisionLetter
from backend.refusals import NotFound
from backend.staff import Officer, Power, must_have

_PAGE = 50


class NoSuchLetter(NotFound):
    """Not drawn up yet, or none that one may see."""

    sentence = "还没有这份告知书。决定作出后几分钟内生成，请稍后刷新。"


@dataclass(frozen=True)
class LetterLine:
    """One letter that has not reached its person."""

    id: UUID
    application_id: UUID | None  #: or the award's
    award_id: UUID | None
    case_number: str
    programme_title: str
    resident_name: str
    village_name: str
    title: str
    due_on: date | None
    overdue: bool


async def get_letter(application_id: UUID, officer: Officer, letter_id: UUID | None = None) -> DecisionLetter:
    """The case's latest letter, or the named earlier one. NoSuchLetter, and as `applications.visible_to_officer`."""
    await applications.visible_to_officer(application_id, officer)
    found = await letters_on(application_id)
    letter = next((each for each in found if letter_id in (None, each.id)), None)
    if letter is None:
        raise NoSuchLetter
    return letter


async def letters_on(application_id: UUID) -> list[DecisionLetter]:
    """All letters of the case, the newest first; more than one where a decision was amended. As `letter_of`."""
    return await DecisionLetter.filter(application_id=application_id).order_by("-id")


async def letters_of_award(award_id: UUID) -> list[DecisionLetter]:
    """At most ten of its changes, the newest first, for those who were given the award."""
    return await DecisionLetter.filter(award_id=award_id).order_by("-id").limit(10)


async def get_change_letter(letter_id: UUID, officer: Officer) -> DecisionLetter:
    """The letter of a change of an award. NoSuchLetter, and as `entitlements.award_for`."""
    letter = await DecisionLetter.get_or_none(id=letter_id, county=officer.county)
    if letter is None or letter.award_id is None:
        raise NoSuchLetter
    await entitlements.award_for(letter.award_id, officer)
    return letter


async def letter_of(application_id: UUID) -> DecisionLetter | None:
    """The case's latest letter, for those who have asked already whether it may be seen."""
    return await DecisionLetter.filter(application_id=application_id).order_by("-id").first()


async def undelivered(officer: Officer, after: tuple[date, UUID] | None = None) -> list[LetterLine]:
    """What still has to be delivered in the officer's places, what is due first on top, 50 a page; NoSuchPower.

    `after` is by value, due day and letter; the calendar's last day where none is set.
    """
    must_have(officer, Power.SEE_CASES)
    found = await database.rows(
        """SELECT l.id, l.application_id, l.award_id, coalesce(a.case_number, '') AS case_number,
                  coalesce(a.programme, w.programme) AS programme,
                  r.name AS resident_name, coalesce(p.name, l.village) AS village_name, l.due_on,
                  coalesce(l.facts ->> 'title', CASE WHEN l.favourable
                           THEN '审核确认告知书' ELSE '不予通过告知书' END) AS title
           FROM decision_letter l LEFT JOIN application a ON a.id = l.application_id
           LEFT JOIN award w ON w.id = l.award_id JOIN resident r ON r.id = l.resident_id
           LEFT JOIN place p ON p.code = l.village
           WHERE l.county = $1 AND l.village LIKE $2 AND l.delivered_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM decision_letter newer
                             WHERE newer.application_id = l.application_id AND newer.id > l.id)
             AND NOT coalesce(a.programme, w.programme) = ANY ($5)
             AND ($3::date IS NULL OR (coalesce(l.due_on, 'infinity'), l.id) > ($3, $6::uuid))
           ORDER BY coalesce(l.due_on, 'infinity'), l.id LIMIT $4""",
        officer.county, officer.scope.like, after[0] if after else None, _PAGE, applications.withheld_from(officer),
        after[1] if after else None,
    )  # fmt: skip
    today = clock.today()
    return [
        LetterLine(
            **{name: value for name, value in each.items() if name != "programme"},
            programme_title=programmes.get_programme(each["programme"]).title,
            overdue=each["due_on"] is not None and each["due_on"] < today,
        )
        for each in found
    ]
