"""Named twice: lines of a file that name the same person, the same account, or one household in two ways. Pure."""

from collections.abc import Iterator

from backend.rosters.line import Line, Weight
from backend.rosters.reading import OF_HOUSEHOLDS, Reading


def hold_against_each_other(reading: Reading, programme: str, titles: dict[str, str]) -> None:
    """Lines that name the same person, the same account, or one household in two ways."""
    people: dict[str, Line] = {}
    accounts: dict[str, list[Line]] = {}
    homes: dict[str, Line] = {}
    paid: dict[str, Line] = {}
    for line in reading.lines:
        first = people.setdefault(line.identity, line)
        if first is not line:
            reading.add(line, "identity", Weight.STOPS, f"与{first.cells['identity']}是同一个身份证号。", titles)
            if first.name != line.name and not first.stopped:
                reading.add(first, "identity", Weight.STOPS, f"与{line.cells['identity']}号码相同、姓名不同。", titles)
            continue
        if line.account:
            accounts.setdefault(line.account, []).append(line)
        if line.household:
            home = homes.setdefault(line.household, line)
            if home.village != line.village:
                reading.add(line, "household", Weight.STOPS, f"与{home.at}行是同一个户编号，村却不同。", titles)
            if line.fen is not None and programme in OF_HOUSEHOLDS:
                head = paid.setdefault(line.household, line)
                if head is not line:
                    reading.add(
                        line,
                        "amount",
                        Weight.STOPS,
                        f"同一户在{head.cells['amount']}已有月金额，只写在户主一行。",
                        titles,
                    )
    for line in _sharing(accounts):
        reading.add(line, "account", Weight.LEFT_OUT, "同一个账号写在几个人名下，账户没有登记。", titles)
        line.account = line.bank = None


def _sharing(accounts: dict[str, list[Line]]) -> Iterator[Line]:
    for lines in accounts.values():
        if len(lines) > 1:
            yield from lines
