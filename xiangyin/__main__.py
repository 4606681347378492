"""`python -m xiangyin`: start, fill and inspect the house. Heavy modules are imported inside the commands."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
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
clock = typer.Typer(no_args_is_help=True, help="The demo county's clock: show it, move it, set it back.")
app.add_typer(clock, name="clock")
audit = typer.Typer(no_args_is_help=True, help="Prove that the journal is whole.")
app.add_typer(audit, name="audit")
parameters = typer.Typer(no_args_is_help=True, help="The county's standards: out into a file, and in again.")
app.add_typer(parameters, name="parameters")
law = typer.Typer(no_args_is_help=True, help="The law as data: try cases against the rules.")
app.add_typer(law, name="law")
imports = typer.Typer(no_args_is_help=True, help="A county's first day: what it has already, out of files.")
app.add_typer(imports, name="import")
exports = typer.Typer(no_args_is_help=True, help="What the county has here, out into files.")
app.add_typer(exports, name="export")
desk = typer.Typer(no_args_is_help=True, help="Officers' ways in.")
app.add_typer(desk, name="staff")

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


@law.command("states")
def case_states() -> None:
    """Print docs/case-states.md: how a case moves, drawn from the code."""
    from xiangyin.case_states import drawn

    print(drawn(), end="")


@audit.command()
def verify() -> None:
    """Redo the journal's hash chain, at DATABASE_URL or in the house that runs here; status 1 where it breaks."""
    from xiangyin.auditing import verify as redo_the_chain
    from xiangyin.running_house import enter

    enter(data_folder())
    print(f"{asyncio.run(redo_the_chain())} links of the journal hold.")


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


DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
Cards = Annotated[Path, typer.Option(help="A new PDF: a page to hand to each new officer.")]


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


Programme = Annotated[str, typer.Option(help="The programme's code, such as rural_dibao.")]


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


@desk.command("renew")
def renew_sign_in(
    username: Annotated[str, typer.Argument(help="Who lost password or phone.")],
    cards: Cards = Path("sign-in-card.pdf"),
) -> None:
    """End an officer's password and second factor, and write a card with new ones."""
    from xiangyin.first_day import renew
    from xiangyin.running_house import enter

    enter(data_folder())
    renew(username, cards)
    print(f"Hand over {cards}, then destroy the file: nothing else holds the password.")


@law.command("test")
def try_cases(files: Annotated[list[Path], typer.Argument(help="Case files (YAML), see docs/zh/rules.md.")]) -> None:
    """Try law cases against the rules; status 1 where the law says something else than a case expects."""
    from xiangyin.law import try_files

    if not try_files(files):
        raise typer.Exit(1)


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


def _part(scale: str) -> float:
    try:
        part = 1.0 if scale == "full" else float(scale)
    except ValueError:
        part = 0.0
    if not 0.01 <= part <= 1:
        raise CommandRefused(f"SCALE={scale}: give full, or a part of the county from 0.01, such as 0.1.")
    return part


def main() -> None:
    """Run the command; a refusal is a sentence and status 1, not a traceback."""
    try:
        app()
    except CommandRefused as refused:
        print(f"xiangyin: {refused}", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
