"""`clock`: the demo county's time."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xiangyin.data_folder import data_folder

clock = typer.Typer(no_args_is_help=True, help="The demo county's clock: show it, move it, set it back.")


@clock.command()
def show() -> None:
    """Print the county's time."""
    from xiangyin.county_clock import county_now

    print(county_now(_clock_file()).strftime("%Y-%m-%d %H:%M"))


@clock.command()
def forward(by: Annotated[str, typer.Argument(help="8d, 3h, 30m or 1d12h")]) -> None:
    """Move it on."""
    from xiangyin.county_clock import forward_by, read_offset

    _move_clock(read_offset(_clock_file()) + forward_by(by).total_seconds())


@clock.command("set")
def set_to(time: Annotated[str, typer.Argument(help='"2026-03-02 09:30", Beijing time')]) -> None:
    """Set it to a moment; it runs on from there."""
    from xiangyin.county_clock import offset_for

    _move_clock(offset_for(time))


@clock.command()
def real() -> None:
    """Let it show real time again."""
    _move_clock(0)


def _move_clock(offset: float) -> None:
    from xiangyin.county_clock import move

    move(data_folder(), offset)
    show()


def _clock_file() -> Path:
    return data_folder() / "clock"
