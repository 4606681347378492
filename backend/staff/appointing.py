"""Appointing officers and cadres, moving them, and letting them go."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from backend import database, journal, sealing
from backend.identifiers import new_id
from backend.refusals import NotFound
from backend.residents import revive_number
from backend.staff.cadre import PHONE, Cadre, CadreVillage, villages_served
from backend.staff.officer import TOTP, Officer
from backend.staff.signing_in import hash_password, new_totp_secret
from backend.staff.staff_file import CadreLine, OfficerLine

_PASSWORD_LENGTH = 14
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike on paper; 14 of them are 69 bits


class NoSuchOfficer(NotFound):
    """Nobody in office signs in under this name."""

    sentence = "没有这个用户名，或者本人已经离岗。"


class Outcome(StrEnum):
    """What a line of the staff's file came to."""

    APPOINTED = "appointed"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class SignInCard:
    """What a new officer is handed on paper, once: it is kept nowhere else."""

    name: str
    username: str
    password: str = field(repr=False)
    totp_secret: str = field(repr=False)


async def appoint(county: str, line: OfficerLine, *, by: journal.Signature) -> tuple[Outcome, SignInCard | None]:
    """Let an officer sign in from now on, with the card to hand to them; a known one becomes what the line says."""
    async with database.transaction():
        officer = await Officer.get_or_none(username=line.username)
        if officer is None:
            return Outcome.APPOINTED, await _appoint_new(county, line, by)
        changed = [
            name for name in ("name", "role", "place", "left_on") if getattr(officer, name) != getattr(line, name)
        ]
        phone = _sealed_phone(line) if line.phone is not None else {}  # a blank leaves what the officer proved
        if phone and phone["phone_index"] != (officer.phone_index and bytes(officer.phone_index)):
            changed.append("phone")
        if not changed:
            return Outcome.UNCHANGED, None
        if "phone" in changed:
            await revive_number(county, bytes(phone["phone_index"] or b""))
        await Officer.filter(id=officer.id).update(
            name=line.name, role=line.role.value, place=line.place, left_on=line.left_on, **phone
        )
        facts = {"changed": changed, "role": line.role.value, "place": line.place, "left_on": line.left_on}
        told = journal.Line(journal.Deed.OFFICER_CHANGED, county, "officer", officer.id, facts=facts)
        await journal.record(told, by=by)
    return Outcome.CHANGED, None


async def _appoint_new(county: str, line: OfficerLine, by: journal.Signature) -> SignInCard:
    card, officer_id = _new_card(line.name, line.username), new_id()
    phone = _sealed_phone(line)
    if phone["phone_index"]:
        await revive_number(county, phone["phone_index"])
    await Officer.create(
        id=officer_id, county=county, name=line.name, username=line.username, role=line.role.value, place=line.place,
        password_hash=hash_password(card.password), totp_sealed=sealing.seal(card.totp_secret, TOTP),
        left_on=line.left_on, phone_sealed=phone["phone_sealed"], phone_index=phone["phone_index"],
    )  # fmt: skip
    facts = {"role": line.role.value, "place": line.place}
    await journal.record(
        journal.Line(journal.Deed.OFFICER_APPOINTED, county, "officer", officer_id, facts=facts), by=by
    )
    return card


def _sealed_phone(line: OfficerLine) -> dict[str, bytes | None]:
    if line.phone is None:
        return {"phone_sealed": None, "phone_index": None}
    return {"phone_sealed": sealing.seal(line.phone, PHONE), "phone_index": sealing.blind_index(line.phone, PHONE)}


async def appoint_cadre(county: str, line: CadreLine, *, by: journal.Signature) -> Outcome:
    """Let a cadre serve villages; who is known under the phone becomes what the line says."""
    async with database.transaction():
        index = sealing.blind_index(line.phone, PHONE)
        cadre = await Cadre.get_or_none(county=county, phone_index=index)
        if cadre is None:
            cadre = await Cadre.create(
                id=new_id(), county=county, name=line.name, phone_sealed=sealing.seal(line.phone, PHONE),
                phone_index=index, left_on=line.left_on,
            )  # fmt: skip
            await _serve(cadre.id, line.villages)
            await revive_number(county, index)  # who puts it on file says that somebody is reached there
            await _record_cadre(journal.Deed.CADRE_APPOINTED, cadre, line, by)
            return Outcome.APPOINTED
        served = frozenset(await villages_served(cadre.id))
        if (cadre.name, cadre.left_on, served) == (line.name, line.left_on, line.villages):
            return Outcome.UNCHANGED
        await Cadre.filter(id=cadre.id).update(name=line.name, left_on=line.left_on)
        await CadreVillage.filter(cadre_id=cadre.id, village__in=served - line.villages).delete()
        await _serve(cadre.id, line.villages - served)
        await _record_cadre(journal.Deed.CADRE_CHANGED, cadre, line, by)
    return Outcome.CHANGED


async def renew_sign_in(
    county: str, username: str, *, by: journal.Signature, hand_over: Callable[[list[SignInCard]], None]
) -> None:
    """A new password and second factor for who lost either; the old ones end. NoSuchOfficer.

    `hand_over` keeps the card before anything is committed.
    """
    async with database.transaction():
        officer = await Officer.get_or_none(county=county, username=username, left_on=None)
        if officer is None:
            raise NoSuchOfficer
        card = _new_card(officer.name, username)
        await Officer.filter(id=officer.id).update(
            password_hash=hash_password(card.password), totp_sealed=sealing.seal(card.totp_secret, TOTP), failures=0,
            locked_until=None,
        )  # fmt: skip
        await journal.record(journal.Line(journal.Deed.SIGN_IN_RENEWED, officer.county, "officer", officer.id), by=by)
        hand_over([card])


def _new_card(name: str, username: str) -> SignInCard:
    password = "".join(secrets.choice(_LETTERS) for _ in range(_PASSWORD_LENGTH))
    return SignInCard(name, username, password, new_totp_secret())


async def _serve(cadre_id: UUID, villages: Iterable[str]) -> None:
    await CadreVillage.bulk_create(
        CadreVillage(id=new_id(), cadre_id=cadre_id, village=village) for village in sorted(villages)
    )


async def _record_cadre(deed: journal.Deed, cadre: Cadre, line: CadreLine, by: journal.Signature) -> None:
    facts = {"villages": sorted(line.villages), "left_on": line.left_on}
    await journal.record(journal.Line(deed, cadre.county, "cadre", cadre.id, facts=facts), by=by)
