"""When no way is left: somebody goes to the door."""

from collections.abc import Mapping, Sequence

from backend import clock, database, errands, journal
from backend.programmes import OF_CHILDREN
from backend.residents import Resident
from backend.workdays import Deadline, after_workdays
from notifications.standing_in import is_minor
from notifications.wording import Occasion

# Working days for the cadre: most replies to a notice are due within a week, and the way there costs one.
_WORKDAYS = 3


def at_the_door(person: Resident, occasion: Occasion, words: Mapping[str, str], entry: journal.Entry) -> str:
    """What the cadre is asked to say; of a child's affairs nothing, which the cadre need not know (policy §14), nor of
    a child's aid that goes on while its person, grown up meanwhile, studies."""
    if is_minor(person):
        return f"有一件事要当面告诉{person.name}的家长，请他们联系乡镇。"
    if entry.facts.get("programme") in OF_CHILDREN:
        return f"有一件事要当面告诉{person.name}，请本人联系乡镇。"
    return occasion.at_the_door(words)


NUMBER_DEAD = "登记的手机号已经打不通，请问一问现在用哪个号码，报乡镇更新。"
PAYEES_NUMBER = "代领人登记的手机号{why}，请问一问代领人现在用哪个号码，报乡镇更新。"


def a_visit(
    resident: Resident, *, reason: str, because: str, today: bool = False, of_children: bool = False
) -> errands.Wanted:
    """An errand for the cadre of the person's village; once for each `because`. `today`: it cannot wait three days.
    `of_children`: for the handlers of children's affairs instead.
    """
    due_on = Deadline(clock.today()) if today else after_workdays(clock.today(), _WORKDAYS)
    return errands.Wanted(
        errands.ErrandKind.DELIVER_MESSAGE,
        resident.county,
        resident.village,
        resident.id,
        reason,
        because,
        due_on,
        of_children,
    )


async def ask_for_visits(visits: Sequence[errands.Wanted]) -> None:
    """Ask for all of them with one statement, in the caller's transaction."""
    if visits:
        await errands.raise_many(visits, by=journal.Signature(journal.By.CLOCK), ring=True)


async def ask_for_visit(
    resident: Resident, *, reason: str, because: str, today: bool = False, of_children: bool = False
) -> None:
    """One of them; inside the caller's transaction, where there is one."""
    async with database.transaction():
        await ask_for_visits([a_visit(resident, reason=reason, because=because, today=today, of_children=of_children)])
