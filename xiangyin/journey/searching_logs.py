"""Looking for personal data where none may be: every number of every person, in every log."""

from __future__ import annotations

import re
from pathlib import Path

from sandbox.people import County

_LONG_NUMBER = re.compile(rb"\d{11,19}[\dXx]?")


def personal_data_in_logs(root: Path, county: County) -> tuple[int, list[str]]:
    """How many numbers were looked for, and in which log lines one stands.

    All ID numbers, phones and accounts of the whole county are looked for, not only those that the story used.
    """
    numbers: set[bytes] = set()
    for folk in county.villages():
        numbers.update(person.identity_number.encode() for person in folk.people)
        numbers.update(phone.number.encode() for phone in folk.phones)
        numbers.update(account.number.encode() for account in folk.accounts)
    numbers.update(cadre.phone.encode() for cadre in county.cadres())
    found = []
    for log in sorted(root.glob("logs/*.log")) + sorted(root.glob("*.log")):
        if log.name == "sandbox.log":
            continue  # the outside world's own
        for number, line in enumerate(log.read_bytes().splitlines(), 1):
            if any(part.upper() in numbers for part in _LONG_NUMBER.findall(line)):
                found.append(f"{log.name}:{number}")
    return len(numbers), found
