"""`law`: the law as data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

law = typer.Typer(no_args_is_help=True, help="The law as data: try cases against the rules.")


@law.command("states")
def case_states() -> None:
    """Print docs/case-states.md: how a case moves, drawn from the code."""
    from xiangyin.case_states import drawn

    print(drawn(), end="")


@law.command("test")
def try_cases(files: Annotated[list[Path], typer.Argument(help="Case files (YAML), see docs/zh/rules.md.")]) -> None:
    """Try law cases against the rules; status 1 where the law says something else than a case expects."""
    from xiangyin.law import try_files

    if not try_files(files):
        raise typer.Exit(1)
