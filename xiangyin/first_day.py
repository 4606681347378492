"""A county's first day: its divisions and its staff out of files, and a card for each new officer to sign in with."""

from __future__ import annotations

import os
from pathlib import Path

from backend import places, staff
from backend.journal import By, Signature
from backend.settings import settings
from backend.spreadsheet import Sheet, read_table
from backend.staff import SignInCard
from xiangyin.connecting import connected
from xiangyin.refusal import CommandRefused

_BY = Signature(By.IMPORT)


def import_divisions(file: Path, *, dry_run: bool) -> places.Mapped:
    """Put the file's divisions on the map; CommandRefused with every mistake by cell."""
    county = settings().county
    return connected(lambda: places.put_on_the_map(county, _sheet(file), by=_BY, dry_run=dry_run))


def import_staff(file: Path, cards: Path, *, dry_run: bool) -> staff.Staffed:
    """Appoint whom the file names; the new officers' cards are written to the new PDF `cards`.

    CommandRefused with every mistake by cell, or where `cards` exists.
    """
    county = settings().county

    async def take_in() -> staff.Staffed:
        name = await places.name_of(f"{county}000000")
        return await staff.import_staff(
            county, _sheet(file), by=_BY, hand_over=lambda made: _write_cards(cards, name, made), dry_run=dry_run
        )

    return connected(take_in)


def renew(username: str, cards: Path) -> None:
    """A new card for who lost password or phone. CommandRefused for nobody in office, or where `cards` exists."""
    county = settings().county

    async def anew() -> None:
        name = await places.name_of(f"{county}000000")
        await staff.renew_sign_in(county, username, by=_BY, hand_over=lambda made: _write_cards(cards, name, made))

    connected(anew)


def _sheet(file: Path) -> Sheet:
    try:
        return next(sheet for sheet in read_table(file.read_bytes()) if sheet.rows)
    except OSError as missing:
        raise CommandRefused(f"{file} cannot be read.") from missing


def _write_cards(file: Path, county_name: str, cards: list[SignInCard]) -> None:
    """Readable by its owner alone, and never over another file: it may hold cards that were not handed out yet."""
    if not cards:
        return
    pdf = staff.print_cards(county_name, cards)
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as content:
            content.write(pdf)
    except FileExistsError:
        raise CommandRefused(f"{file} exists; name another file for the cards with --cards.") from None
    except OSError as failed:
        raise CommandRefused(f"{file} cannot be written; name another file for the cards with --cards.") from failed
