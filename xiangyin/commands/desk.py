"""`staff`: officers' ways in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xiangyin.data_folder import data_folder

desk = typer.Typer(no_args_is_help=True, help="Officers' ways in.")


@desk.command("renew")
def renew_sign_in(
    username: Annotated[str, typer.Argument(help="Who lost password or phone.")],
    cards: Annotated[Path, typer.Option(help="A new PDF: the page to hand over.")] = Path("sign-in-card.pdf"),
) -> None:
    """End an officer's password and second factor, and write a card with new ones."""
    from xiangyin.first_day import renew
    from xiangyin.running_house import enter

    enter(data_folder())
    renew(username, cards)
    print(f"Hand over {cards}, then destroy the file: nothing else holds the password.")
