"""`batch`: a month's payouts, looked at by whoever runs the house and moved by an officer who signs in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xiangyin.data_folder import data_folder

batch = typer.Typer(no_args_is_help=True, help="A month's payouts: seen, drawn up, exported, read back.")

Number = Annotated[str, typer.Argument(help="The batch's number, such as 410325-GL-202603-01.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document instead of words.")]
As = Annotated[str, typer.Option("--as", help="The officer's account; password and second factor are asked for.")]
Handed = Annotated[
    int | None, typer.Option("--credentials-fd", help="A descriptor with password and code, a line each.")
]
_INCOMPLETE = 3  # status of a file that was taken but for some lines; 1 is a refusal


@batch.command("list")
def list_batches(as_json: AsJson = False) -> None:
    """The county's latest batches and where each stands; no names."""
    from xiangyin import batch_words, batches
    from xiangyin.connecting import connected
    from xiangyin.running_house import enter

    enter(data_folder())
    found = connected(batches.all_batches)
    print(batch_words.as_json(found) if as_json else "\n".join(batch_words.of_list(found)))


@batch.command()
def show(number: Number, as_json: AsJson = False) -> None:
    """One batch: persons, sums, what holds it up; no names."""
    from xiangyin import batch_words, batches
    from xiangyin.connecting import connected
    from xiangyin.running_house import enter

    enter(data_folder())
    found = connected(lambda: batches.standing_of(number))
    print(batch_words.as_json(found) if as_json else "\n".join(batch_words.of_standing(found)))


@batch.command("unpaid")
def list_unpaid(as_json: AsJson = False) -> None:
    """What came back and has not been paid since, by how long people have waited; no names."""
    from xiangyin import batch_words, batches
    from xiangyin.connecting import connected
    from xiangyin.running_house import enter

    enter(data_folder())
    found = connected(batches.unpaid)
    print(batch_words.as_json(found) if as_json else "\n".join(batch_words.of_unpaid(found)))


@batch.command("draw-up")
def draw_up(
    username: As,
    month: Annotated[str, typer.Argument(help="Such as 2026-03; this month without.")] = "",
    programme: Annotated[list[str] | None, typer.Option(help="Only this one (may be repeated); else all.")] = None,
    credentials_fd: Handed = None,
    as_json: AsJson = False,
) -> None:
    """Draw up the month's batches as an officer; again finishes, and nobody is put in twice."""
    from xiangyin import batch_words, batches
    from xiangyin.acting import as_officer
    from xiangyin.running_house import enter

    enter(data_folder())
    done = as_officer(
        username, credentials_fd, "编制", lambda acting: batches.draw_up_all(programme or [], month, acting)
    )
    print(batch_words.as_json(done) if as_json else "\n".join(batch_words.of_drawn(done)))
    if any(each.refused for each in done):
        raise typer.Exit(1)


@batch.command()
def export(
    number: Number,
    file: Annotated[Path, typer.Argument(help="A new file for the bank, with names and accounts in clear.")],
    username: As,
    credentials_fd: Handed = None,
    as_json: AsJson = False,
) -> None:
    """Write a released batch's file for the bank as an officer; again gives the same bytes."""
    from xiangyin import batch_words, batches
    from xiangyin.acting import as_officer
    from xiangyin.running_house import enter

    enter(data_folder())
    done = as_officer(username, credentials_fd, "导出", lambda acting: batches.export(number, file, acting))
    print(batch_words.as_json(done) if as_json else "\n".join(batch_words.of_exported(done)))


@batch.command("read-back")
def read_back(
    number: Number,
    files: Annotated[list[Path], typer.Argument(help="The bank's return files, or the platform's receipts.")],
    username: As,
    credentials_fd: Handed = None,
    as_json: AsJson = False,
) -> None:
    """Read return files in as an officer, one after the other; a file read before changes nothing.

    Status 3 where lines were not taken.
    """
    from xiangyin import batch_words, batches
    from xiangyin.acting import as_officer
    from xiangyin.running_house import enter

    enter(data_folder())
    done = as_officer(username, credentials_fd, "读入回盘", lambda acting: batches.read_back(number, files, acting))
    print(batch_words.as_json(done) if as_json else "\n".join(batch_words.of_read(done)))
    if any(each.refused for each in done):
        raise typer.Exit(1)
    if any(each.odd for each in done):
        raise typer.Exit(_INCOMPLETE)
