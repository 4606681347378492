"""`parameters`: the county's standards, out into a file and in again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xiangyin.data_folder import data_folder

parameters = typer.Typer(no_args_is_help=True, help="The county's standards: out into a file, and in again.")


@parameters.command("export")
def export_parameters(file: Annotated[Path, typer.Argument(help="Where to write: .csv or .xlsx.")]) -> None:
    """Write all standards of the county, its city and its province, with dates and sources."""
    from xiangyin.parameters import export_to
    from xiangyin.running_house import enter

    enter(data_folder())
    print(f"{export_to(file)} values are in {file}.")


@parameters.command("import")
def import_parameters(
    file: Annotated[Path, typer.Argument(help="A file as export writes it, .csv or .xlsx.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
) -> None:
    """Let the file's standards hold; all of them, or with one mistake none, each mistake named by line and column."""
    from xiangyin.parameters import import_from
    from xiangyin.running_house import enter

    enter(data_folder())
    done = import_from(file, dry_run=dry_run)
    print(f"{done.enacted} values {'would be' if dry_run else 'are'} new, {done.unchanged} stay as they are.")
