"""`audit`: prove that the journal, a batch and a sample are whole."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from xiangyin.data_folder import data_folder

audit = typer.Typer(no_args_is_help=True, help="Prove that the journal and the batches are whole.")


@audit.command()
def verify() -> None:
    """Redo the hash chains of the journal and of every batch, at DATABASE_URL or in the house that runs here; status 1
    where one breaks.
    """
    from xiangyin.auditing import verify as redo_the_chain
    from xiangyin.running_house import enter

    enter(data_folder())
    held = asyncio.run(redo_the_chain())
    print(f"{held.links} links of the journal hold.")
    print(f"{held.batches} batches with {held.payouts} payouts are as they were drawn up and signed.")


@audit.command()
def replay() -> None:
    """Make awards, months paid, debts and the ledger of the journal alone and hold them against the tables; status 1
    where they differ.
    """
    from xiangyin.auditing import replay as make_again
    from xiangyin.running_house import enter

    enter(data_folder())
    made = make_again()
    print(f"{made.awards:,} awards, {made.months:,} months paid, {made.debts:,} lines of debts and {made.balances:,} "
          "balances of the ledger are made again of the journal alone.")  # fmt: skip
    if made.untold:
        print(f"{made.untold:,} awards began before the journal told amounts: they are not compared.")
    for each in made.differing:
        print(f"✗ {each.what} {each.which}: the tables say something else")
    if made.differing:
        raise typer.Exit(1)
    print("The tables say the same.")


@audit.command("batch")
def check_batch(file: Annotated[Path, typer.Argument(help="An audit file (ZIP) of a batch.")]) -> None:
    """Check an audit file from itself alone, without a database; status 1 where something does not hold."""
    from xiangyin.auditing import check_file

    whole = True
    for finding in check_file(file):
        whole = whole and finding.wrong is None
        print(f"{'✓' if finding.wrong is None else '✗'} {finding.what}{f'：{finding.wrong}' if finding.wrong else ''}")
    if not whole:
        raise typer.Exit(1)


@audit.command("sample")
def check_sample(number: Annotated[str, typer.Argument(help="The sample's number, as announced.")]) -> None:
    """Redo a county sample from its published seed and list; status 1 where something does not hold."""
    from xiangyin.auditing import redo_sample
    from xiangyin.running_house import enter

    enter(data_folder())
    proof = asyncio.run(redo_sample(number))
    told = [
        ("the seed is the one committed to when the sample was announced", proof.seed_was_committed),
        (f"the list of {proof.listed} cases is the one frozen at the draw", proof.list_is_whole),
        (f"the {proof.chosen} cases drawn are those that the seed draws", proof.draw_is_right),
    ]
    for what, holds in told:
        print(f"{'✓' if holds else '✗'} {what}")
    if not proof.holds:
        raise typer.Exit(1)
