"""Bank accounts: cards with a 62 prefix that pass Luhn, and old passbooks (存折) that do not."""

from collections.abc import Iterator
from random import Random

from sandbox.people.drawing import Urn
from sandbox.people.names import as_the_bank_spells_it
from sandbox.people.numbers import MAGIC_ENDINGS, luhn_digit, serials
from sandbox.people.rows import Account

# Bank and the first digits of its cards; in a mountain county most hold the rural bank's or the post's.
CARDS = Urn([
    (("河南农村商业银行", "623059"), 55.0),
    (("中国邮政储蓄银行", "621799"), 22.0),
    (("中国农业银行", "622848"), 13.0),
    (("中国建设银行", "621700"), 5.0),
    (("中国工商银行", "622202"), 5.0),
])  # fmt: skip
PASSBOOKS = Urn([(("河南农村商业银行", "00416"), 70.0), (("中国邮政储蓄银行", "60493"), 30.0)])
PASSBOOK_SHARE_OF_ELDERS = 0.12


class Tellers:
    """Open accounts, none with a number given out before."""

    def __init__(self, lots: Random) -> None:
        self._serials: Iterator[str] = serials(lots, 12)

    def open(self, lots: Random, person_key: int, name: str, *, elder: bool) -> Account:
        """An account in the person's own name; some elders kept their passbook."""
        holder = as_the_bank_spells_it(lots, name)
        if elder and lots.random() < PASSBOOK_SHARE_OF_ELDERS:
            bank, prefix = PASSBOOKS.draw(lots)
            return Account(person_key, holder, self._number(prefix, passes_luhn=False), bank, "passbook")
        bank, prefix = CARDS.draw(lots)
        return Account(person_key, holder, self._number(prefix, passes_luhn=True), bank, "card")

    def _number(self, prefix: str, *, passes_luhn: bool) -> str:
        while True:
            digits = prefix + next(self._serials)
            check = luhn_digit(digits)
            number = digits + (check if passes_luhn else str((int(check) + 3) % 10))
            if number[-4:] not in MAGIC_ENDINGS:
                return number
