"""Start, fill, measure and look through the house: the commands without a group."""

from __future__ import annotations

import asyncio
import os
from typing import Annotated

import typer

from xiangyin.data_folder import data_folder
from xiangyin.refusal import CommandRefused

# Typer's own traceback prints the values of local variables: keys and numbers among them.
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="乡音: start, fill and inspect the house.",
)

Scale = Annotated[
    str, typer.Option(envvar="SCALE", help="Part of the county to load: 0.1, or full for 560,000 people.")
]


@app.command()
def up(
    scale: Scale = "0.1",
    empty: Annotated[bool, typer.Option("--empty", help="Load no demo county.")] = False,
    tied: Annotated[bool, typer.Option("--tied", help="Stop when the program that started us ends.")] = False,
) -> None:
    """Start everything: engines, schema, demo county, API, console, outreach and sandbox."""
    from xiangyin.tethering import tie_to_our_parent
    from xiangyin.up import up as serve_until_interrupted

    if tied:
        tie_to_our_parent()
    serve_until_interrupted(data_folder(), None if empty else _part(scale))


@app.command()
def migrate() -> None:
    """Bring the schema up to date, at DATABASE_URL or of the house that runs here."""
    from xiangyin.migrating import migrate as bring_up_to_date
    from xiangyin.running_house import enter

    enter(data_folder())
    for name in asyncio.run(bring_up_to_date()):
        print(name)


@app.command()
def load(scale: Scale = "0.1") -> None:
    """Fill the empty county at DATABASE_URL, or of the house that runs here, with synthetic people."""
    from xiangyin.loading import demo_sign_ins, load_demo
    from xiangyin.running_house import enter
    from xiangyin.sign_ins import write_sign_ins

    enter(data_folder())
    asyncio.run(load_demo(os.environ["DATABASE_URL"], _part(scale)))
    write_sign_ins(data_folder(), demo_sign_ins())


@app.command()
def code(account: Annotated[str, typer.Argument(help="A demo account of the console.")]) -> None:
    """Print the present six digits of a demo account's second factor."""
    import pyotp

    from xiangyin.sign_ins import read_sign_ins

    for sign_in in read_sign_ins(data_folder()):
        if sign_in.account == account and sign_in.totp_secret:
            print(pyotp.TOTP(sign_in.totp_secret).now())
            return
    raise CommandRefused(f"No demo account {account} with a second factor here.")


@app.command()
def bench(
    subject: Annotated[str | None, typer.Argument(help="A subject of docs/benchmarks.md; all of them without.")] = None,
    scale: Scale = "full",
    rounds: Annotated[int, typer.Option(min=1, help="Runs of each side; the median counts.")] = 3,
) -> None:
    """Measure the house beside plain references; status 1 where a target is missed. Targets count at full scale."""
    from xiangyin.benchmarks import Trial, measure_all, measure_one

    trial = Trial(_part(scale), rounds)
    if not (measure_one(subject, trial) if subject else measure_all(trial)):
        raise SystemExit(1)


@app.command()
def journey() -> None:
    """Drive the main job end to end on a fresh throw-away instance and print each step."""
    from xiangyin.journey import set_out

    raise typer.Exit(set_out())


@app.command()
def screen(
    programme: Annotated[str | None, typer.Option(help="Only hits about this programme, such as rural_dibao.")] = None,
) -> None:
    """Look through the whole county for people who are probably entitled, or whose case must be looked at again."""
    from xiangyin.running_house import enter
    from xiangyin.screening import screen_now

    enter(data_folder())
    for line in screen_now(programme):
        print(line)


@app.command()
def forecast() -> None:
    """Print what the year still costs by programme, and the day on which each pool's money runs out."""
    from xiangyin.forecasting import forecast_now
    from xiangyin.running_house import enter

    enter(data_folder())
    for line in asyncio.run(forecast_now()):
        print(line)


def _part(scale: str) -> float:
    try:
        part = 1.0 if scale == "full" else float(scale)
    except ValueError:
        part = 0.0
    if not 0.01 <= part <= 1:
        raise CommandRefused(f"SCALE={scale}: give full, or a part of the county from 0.01, such as 0.1.")
    return part
