"""`import` and `export`: what a county has already, out of its files, and into them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xiangyin.data_folder import data_folder

imports = typer.Typer(no_args_is_help=True, help="A county's first day: what it has already, out of files.")
exports = typer.Typer(no_args_is_help=True, help="What the county has here, out into files.")

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
Cards = Annotated[Path, typer.Option(help="A new PDF: a page to hand to each new officer.")]
Programme = Annotated[str, typer.Option(help="The programme's code, such as rural_dibao.")]


@imports.command("divisions")
def import_divisions(
    file: Annotated[Path, typer.Argument(help="As data/divisions/songxian-divisions.csv: .csv or .xlsx.")],
    dry_run: DryRun = False,
) -> None:
    """Put the county's townships and villages on the map; each mistake is named by its cell."""
    from xiangyin.first_day import import_divisions as put_on_the_map
    from xiangyin.running_house import enter

    enter(data_folder())
    done = put_on_the_map(file, dry_run=dry_run)
    print(
        f"{done.added} places {'would be' if dry_run else 'are'} new, {done.renamed} have another name, "
        f"{done.unchanged} stay as they are; {done.absent} on the map are not in the file and stay."
    )


@imports.command("staff")
def import_staff(
    file: Annotated[Path, typer.Argument(help="As data/staff/example.csv: .csv or .xlsx.")],
    cards: Cards = Path("sign-in-cards.pdf"),
    dry_run: DryRun = False,
) -> None:
    """Appoint officers and cadres; each mistake is named by its cell."""
    from backend.staff import Outcome
    from xiangyin.first_day import import_staff as take_in
    from xiangyin.running_house import enter

    enter(data_folder())
    done = take_in(file, cards, dry_run=dry_run)
    new = "would be new" if dry_run else "are new"
    for title, counted in (("officers", done.officers), ("cadres", done.cadres)):
        appointed, changed, same = (counted[each] for each in Outcome)
        print(f"{title}: {appointed} {new}, {changed} changed, {same} stay as they are.")
    if done.cards and not dry_run:
        print(f"Hand each new officer their page of {cards}, then destroy the file: nothing else holds the passwords.")


@imports.command("roster")
def import_roster(
    file: Annotated[Path, typer.Argument(help="The county's own roster (花名册): .xlsx, .xls or .csv.")],
    programme: Programme,
    mapping: Annotated[Path | None, typer.Option(help="Which column is what (YAML), as --dry-run prints it.")] = None,
    first_month: Annotated[str, typer.Option("--from", help="First month that is paid from here; else this one.")] = "",
    row_by_row: Annotated[
        bool, typer.Option("--row-by-row", help="Take the rows without mistakes; else all or none.")
    ] = False,
    dry_run: DryRun = False,
    report: Annotated[Path | None, typer.Option(help="A new XLSX with every finding by its cell.")] = None,
) -> None:
    """Take over who is paid today: people, households and awards out of a roster."""
    from xiangyin.roster_files import Order, shown_mapping
    from xiangyin.roster_files import import_roster as take_in
    from xiangyin.running_house import enter

    enter(data_folder())
    done, mappings = take_in(Order(file, programme, mapping, first_month, row_by_row, dry_run, report))
    if dry_run:
        print(shown_mapping(mappings))
    for finding in done.reading.findings[:20]:
        print(f"{finding.at}「{finding.title}」{finding.weight.shown}：{finding.sentence}")
    if len(done.reading.findings) > 20:
        print(f"… and {len(done.reading.findings) - 20} more findings; --report FILE writes them all.")
    print(f"{done.reading.rows} rows{', nothing is taken in yet' if dry_run else ''}:")
    for outcome, number in done.plan.outcomes.items():
        print(f"  {number:>7,} {outcome.shown}")


@exports.command("roster")
def export_roster(
    file: Annotated[Path, typer.Argument(help="A new XLSX, with ID numbers and accounts in clear.")],
    programme: Programme,
    reason: Annotated[str, typer.Option(help="What it is for; kept in the journal.")],
) -> None:
    """Write who receives a programme, in the columns in which rosters come in."""
    from xiangyin.roster_files import export_roster as write_out
    from xiangyin.running_house import enter

    enter(data_folder())
    write_out(file, programme, reason)
    print(f"{file} is written. It holds personal data in clear: keep it no longer than it is needed.")
