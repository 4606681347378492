"""Report: a subject's figures as a table for people and as lines for programs."""

from __future__ import annotations

import os
import platform

from rich.console import Console
from rich.table import Table

from xiangyin.benchmarks.figure import Figure

WIDTH = 110  # columns: also where the output goes to a file, so that no figure's name is cut off


def show(subject: str, figures: list[Figure]) -> None:
    """Print both."""
    console = Console(highlight=False, width=WIDTH)
    console.print(_table(subject, figures))
    for figure in figures:
        print(figure.as_json())


def _table(subject: str, figures: list[Figure]) -> Table:
    busy, cores = os.getloadavg()[0], os.cpu_count()
    table = Table(title=f"{subject} ({platform.machine()}, {cores} cores, load {busy:.1f})", title_justify="left")
    for heading in ("figure", "ours", "plain", "ratio", "target", "runs", ""):
        table.add_column(heading, justify="left" if heading in ("figure", "") else "right", no_wrap=True)
    for figure in figures:
        table.add_row(
            figure.name,
            f"{figure.value:,.4g} {figure.unit}",
            "—" if figure.peer is None else f"{figure.peer:,.4g}",
            "—" if figure.ratio is None else f"{figure.ratio:.2f}",
            "—" if figure.target is None else f"{'≥' if figure.at_least else '≤'} {figure.target:,.4g}",
            f"{min(figure.values):,.4g}–{max(figure.values):,.4g}",
            "[green]met[/green]" if figure.met else "[red]MISSED[/red]",
        )
    return table
