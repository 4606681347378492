"""Proving: all that was done for one notice, be it for the person, a guardian, a helper, a payee or a cadre."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from uuid import UUID

from backend import applications, database, journal, places
from backend.errands import Errand, ErrandKind
from backend.evidence import Photo
from backend.messages.channel import channels
from backend.messages.hearer import who_heard
from backend.messages.notice import COLUMNS, FROM, OF_THE_PLACE, Notice, notice_of
from backend.messages.proof import Beside, Proof
from backend.messages.proof_steps import how_reached, is_under_way, steps_of
from backend.messages.visits import told_of
from backend.refusals import NotFound
from backend.residents import Resident
from backend.staff import Officer, Power, must_have, youngest_shown


class NoSuchNotice(NotFound):
    """No such notice, or none of the officer's places, or none that concerns a person on file."""

    sentence = "没有找到这条通知，请返回上一页重新选择。"


async def proof_of(notice_id: UUID, officer: Officer) -> Proof:
    """Everything about one notice. Refuses with NoSuchNotice and NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    notice = await _notice(notice_id, officer)
    entry = await journal.Entry.get(id=notice.entry_id)
    person = await Resident.get(id=entry.resident_id)
    heard = {key: list(group) for key, group in _by_hearer(await _told_of(entry))}
    tried = heard.pop((notice.recipient_kind, notice.recipient_id))
    errand = await _errand(tried, entry)
    return Proof(
        entry, person.name, await places.name_of(person.village), notice.occasion_title,
        await who_heard(notice.recipient_kind, notice.recipient_id, person, entry), tried, errand,
        await _photo_shown(errand, officer), await steps_of(entry, tried, errand, person), how_reached(tried, errand),
        is_under_way(tried, errand), [await _beside(each, entry, person) for each in heard.values()],
    )  # fmt: skip


async def proof_of_visit(errand_id: UUID, officer: Officer) -> Proof:
    """The same of what could be told by no phone at all: the errand stands for it. Refuses as `proof_of`."""
    must_have(officer, Power.SEE_CASES)
    of_theirs = Errand.filter(id=errand_id, county=officer.county, village__startswith=officer.scope.prefix)
    errand = await of_theirs.first()
    named = told_of(errand) if errand else None
    if errand is None or named is None:
        raise NoSuchNotice
    entry, person = await journal.Entry.get(id=named[0]), await Resident.get(id=named[1])
    if person.birth_date > youngest_shown(officer):
        raise NoSuchNotice
    others = {key: list(group) for key, group in _by_hearer(await _told_of(entry)) if key[0] != "resident"}
    return Proof(
        entry, person.name, await places.name_of(person.village), ErrandKind(errand.kind).shown,
        await who_heard("resident", person.id, person, entry), [], errand, await _photo_shown(errand, officer),
        await steps_of(entry, [], errand, person), how_reached([], errand), is_under_way([], errand),
        [await _beside(each, entry, person) for each in others.values()],
    )  # fmt: skip


async def _notice(notice_id: UUID, officer: Officer) -> Notice:
    row = await database.row(
        f"""SELECT {COLUMNS} {FROM} WHERE m.county = $1 AND {OF_THE_PLACE} AND m.id = $3
              AND about.birth_date <= $4""",
        officer.county, officer.scope.like, notice_id, youngest_shown(officer),
    )  # fmt: skip
    if row is None:
        raise NoSuchNotice
    return notice_of(row, await channels())


async def _told_of(entry: journal.Entry) -> list[Notice]:
    found = await database.rows(f"SELECT {COLUMNS} {FROM} WHERE m.entry_id = $1 ORDER BY m.id", entry.id)
    known = await channels()
    return [notice_of(each, known) for each in found]


def _by_hearer(notices: list[Notice]) -> Iterator[tuple[tuple[str, UUID], Iterator[Notice]]]:
    def hearer(notice: Notice) -> tuple[str, UUID]:
        return notice.recipient_kind, notice.recipient_id

    return groupby(sorted(notices, key=hearer), key=hearer)  # of one hearer they stay in the order of their ids


async def _beside(tried: Sequence[Notice], entry: journal.Entry, person: Resident) -> Beside:
    who = await who_heard(tried[0].recipient_kind, tried[0].recipient_id, person, entry)
    errand = await _errand(tried, entry)
    return Beside(who, tried[-1].id, how_reached(tried, errand), is_under_way(tried, errand))


async def _errand(tried: Sequence[Notice], entry: journal.Entry) -> Errand | None:
    """What somebody was asked to do because of these; of a cadre's notice the errand that it was about."""
    if tried[0].recipient_kind == "cadre":
        return await Errand.get_or_none(id=entry.subject_id)
    causes = [f"message:{each.id}" for each in tried]
    if tried[0].recipient_kind == "resident":
        causes.append(f"notice:{entry.id}:{entry.resident_id}")
    return await Errand.filter(because__in=causes).order_by("raised_at").first()


async def _photo_shown(errand: Errand | None, officer: Officer) -> UUID | None:
    if errand is None or errand.photo_id is None or await applications.photo_withheld(errand.photo_id, officer):
        return None
    of_theirs = Photo.filter(id=errand.photo_id, county=officer.county, village__startswith=officer.scope.prefix)
    return errand.photo_id if await of_theirs.exists() else None
