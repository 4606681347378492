"""A month's payouts from the command line: by the hand of an officer who signs in, and never past the other two."""

import json
import os
from datetime import date
from pathlib import Path

import pyotp
import pytest

from backend import clock, database, payouts
from backend.payouts import BatchState
from backend.staff import Officer, Role
from sandbox import bank
from tests.backend.payouts.awards import a_payer, an_award, another_elder, card, let_go
from tests.people import PASSWORD, a_resident, an_officer, seed_parameters
from tests.xiangyin.test_first_day import said
from xiangyin.acting import Acting, credentials_of
from xiangyin.batch_words import as_json, of_drawn, of_exported, of_list, of_read, of_standing, of_unpaid
from xiangyin.batches import all_batches, draw_up_all, export, read_back, standing_of, unpaid
from xiangyin.refusal import CommandRefused

BY_AGE = "old_age_allowance"
UNKNOWN_TO_THE_BANK = "6228480000000000001"


@pytest.fixture
async def payer(empty_database: str) -> Officer:
    await seed_parameters()
    return await a_payer()


async def test_a_month_by_command_with_the_other_two_hands_at_the_console(payer: Officer, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    acting, month = Acting(payer, lambda done, of: told.append((done, of))), clock.today().replace(day=1)
    for number in range(2):
        await an_award(await another_elder(card(number)), from_month=month)
    await an_award(await another_elder(UNKNOWN_TO_THE_BANK), from_month=month)
    await an_award(await a_resident("无户"), from_month=month)
    (drawn,) = await draw_up_all([BY_AGE], f"{month:%Y-%m}", acting)
    assert (drawn.people, drawn.payouts, drawn.fen, list(drawn.left_out.values())) == (3, 3, 15000, [1])
    assert told == [(3, 3)]
    assert any("没有登记收款账户" in line for line in of_drawn([drawn]))
    (again,) = await draw_up_all([BY_AGE], "", acting)
    assert (again.number, again.refused, "没有登记收款账户" in again.why_none) == (None, False, True)
    number, file = str(drawn.number), tmp_path / "bank.csv"
    with pytest.raises(payouts.NotApprovedYet):
        await export(number, file, acting)
    assert not file.exists()
    await let_go(await payouts.batch_numbered("410325", number))
    (tmp_path / ".bank.csv.part").write_bytes(b"left by somebody who was killed")
    sent = await export(number, file, acting)
    content = file.read_bytes()
    assert (file.stat().st_mode & 0o777, sent.standing.totals.sent, os.listdir(tmp_path)) == (0o600, 3, ["bank.csv"])
    assert (await export(number, file, acting)).sha256 == sent.sha256, "the same command again is harmless"
    file.write_bytes(b"something else")
    with pytest.raises(CommandRefused, match="something else"):
        await export(number, file, acting)
    answer = tmp_path / "answer.csv"
    answer.write_bytes(bank.answer(content, paid_on=clock.today()))
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(CommandRefused, match="nothing was done"):
        await read_back(number, [answer, tmp_path / "none.csv"], acting)
    done = await read_back(number, [answer, answer, tmp_path / "empty.csv"], acting)
    reports = [each.report for each in done if each.report]
    assert [(each.settled, each.settled_fen, each.bounced_fen, each.known) for each in reports] == [
        (2, 10000, 5000, 0), (0, 0, 0, 3),
    ]  # fmt: skip
    assert (done[2].report, done[2].refused != "", told[-1]) == (None, True, (3, 3))
    standing, waiting = await standing_of(number), await unpaid()
    assert (standing.state, standing.people, [group.fen for group in waiting]) == ("closed", 3, [5000])
    words = [
        *of_list(await all_batches()),
        *of_standing(standing),
        *of_unpaid(waiting),
        *of_exported(sent),
        *of_read(done),
    ]
    assert any("100.00 元" in line for line in words)
    assert "6228" not in as_json([standing, done, waiting, sent]) + "".join(words), "accounts stay in the bank's file"


async def test_the_same_powers_and_rules_hold_as_at_the_console(payer: Officer) -> None:
    await an_award(from_month=date(2026, 1, 1))
    approver = await an_officer(Role.COUNTY_APPROVER)
    (refused,) = await draw_up_all([BY_AGE], "", Acting(approver, lambda done, of: None))
    assert (refused.refused, await payouts.Batch.all().count()) == (True, 0)
    (early,) = await draw_up_all([BY_AGE], "2099-01", Acting(payer, lambda done, of: None))
    assert early.refused
    with pytest.raises(CommandRefused, match="give a month"):
        await draw_up_all([BY_AGE], "March", Acting(payer, lambda done, of: None))


async def test_who_acts_signs_in_and_is_named_in_the_journal(
    payer: Officer, empty_database: str, tmp_path: Path
) -> None:
    await an_award(from_month=clock.today().replace(day=1))
    handed = tmp_path / "credentials"  # a program's pipe, here a file of the shell
    asked = ("batch", "draw-up", "--as", payer.username, "--programme", BY_AGE, "--json", "--credentials-fd", "0")
    for password, status in (("wrong", 1), (PASSWORD, 0)):
        handed.write_text(f"{password}\n{pyotp.TOTP(payer.totp_secret).now()}\n", encoding="utf-8")
        found, words = await said(empty_database, tmp_path, *asked, stdin=handed)
        assert (found, password in words, "Traceback" in words) == (status, False, False), words
    assert json.loads(words[words.index("[") :])[0]["fen"] == 5000
    (drawn,) = await database.rows("SELECT by_id FROM journal_entry WHERE deed = 'payouts.batch_drawn_up'")
    assert drawn["by_id"] == payer.id
    assert [each.state for each in await payouts.Batch.all()] == [BatchState.DRAWN_UP]


@pytest.mark.parametrize("handed", [b"", b"only a password\n", b"\xff\xfe\n\n"])
def test_what_is_not_two_lines_is_a_sentence(handed: bytes) -> None:
    read, write = os.pipe()
    os.write(write, handed)
    os.close(write)
    with pytest.raises(CommandRefused, match="two lines"):
        credentials_of("payer", read)
