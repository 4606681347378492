"""Every way in which our rows, the receipts and the provider's record can differ has one name, and what agrees none."""

import pytest

from backend.messages import DifferenceKind as Kind
from backend.messages import Listed, disagreements

# A message of two parts by its state; what the provider has of it; the names of what differs. 45 yuan a thousand.
PRICE = 4_500
ONE = "a" * 32
TABLE: list[tuple[str, str | None, list[tuple[bool | None, int | None, int | None]], list[Kind]]] = [
    ("delivered and billed so", "delivered", [(True, 2, 9_000)], []),
    ("failed and listed so", "undelivered", [(False, 2, 9_000)], []),
    ("failed and not charged for", "undelivered", [(False, 0, 0)], []),
    ("no end on either side yet", "accepted", [(None, None, None)], []),
    ("open there and not charged yet", "accepted", [(None, 0, 0)], []),
    ("waiting, and not theirs", "waiting", [], []),
    ("refused, and not theirs", "rejected", [], []),
    ("never asked with certainty", "unknown", [], []),
    ("never sent or never billed", "delivered", [], [Kind.NOT_ON_RECORD]),
    ("taken and lost", "accepted", [], [Kind.NOT_ON_RECORD]),
    ("sent though we think it waits", "waiting", [(True, 2, None)], [Kind.BELIEVED_UNSENT]),
    ("sent though we think it refused", "rejected", [(None, 2, None)], [Kind.BELIEVED_UNSENT]),
    ("lost receipt of a delivery", "accepted", [(True, 2, None)], [Kind.RECEIPT_MISSING]),
    ("lost receipt of a failure", "accepted", [(False, 2, None)], [Kind.RECEIPT_MISSING]),
    ("neither answer nor receipt", "unknown", [(True, 2, None)], [Kind.RECEIPT_MISSING]),
    ("claimed by a process that died", "sending", [(True, 2, None)], [Kind.RECEIPT_MISSING]),
    ("receipt said yes, record no", "delivered", [(False, 2, None)], [Kind.ENDED_OTHERWISE]),
    ("receipt said no, record yes", "undelivered", [(True, 2, None)], [Kind.ENDED_OTHERWISE]),
    ("receipt came, record is open", "delivered", [(None, 2, None)], [Kind.OPEN_THERE]),
    ("billed twice", "delivered", [(True, 2, 9_000), (True, 2, 9_000)], [Kind.LISTED_TWICE]),
    ("billed as one more part", "delivered", [(True, 3, None)], [Kind.OTHER_PARTS]),
    ("billed as nothing", "delivered", [(True, 0, None)], [Kind.OTHER_PARTS]),
    ("failed and charged too dear", "undelivered", [(False, 2, 9_001)], [Kind.OTHER_FEE]),
    ("billed too dear", "delivered", [(True, 2, 9_001)], [Kind.OTHER_FEE]),
    ("billed too dear, no parts said", "delivered", [(True, None, 9_500)], [Kind.OTHER_FEE]),
    ("all of it at once", "rejected", [(True, 3, 1), (True, 3, 1)],
     [Kind.BELIEVED_UNSENT, Kind.LISTED_TWICE, Kind.OTHER_FEE, Kind.OTHER_PARTS]),
    ("nobody's message", None, [(True, 1, None)], [Kind.NOT_OURS]),
    ("nobody's message twice", None, [(True, 1, None), (True, 1, None)], [Kind.LISTED_TWICE, Kind.NOT_OURS]),
]  # fmt: skip
# What only looking farther can tell: whose phone, which day; and what came by the callbacks alone.
FOUND_ELSEWHERE = {Kind.OTHER_PHONE, Kind.OTHER_DAY, Kind.STRAY_RECEIPT}


@pytest.mark.parametrize(("state", "record", "kinds"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_each_difference_has_its_names(
    state: str | None, record: list[tuple[bool | None, int | None, int | None]], kinds: list[Kind]
) -> None:
    ours = {ONE: {"state": state, "provider_id": "1^0", "parts": 2}} if state else {}
    found = set(disagreements(ours, [Listed(ONE, *each) for each in record], {}, price=PRICE))
    assert sorted(kind.value for _, kind in found) == sorted(kind.value for kind in kinds)


def test_the_table_leaves_no_kind_out_and_each_says_what_to_do() -> None:
    assert {kind for row in TABLE for kind in row[3]} | FOUND_ELSEWHERE == set(Kind)
    assert all(kind.shown and kind.to_do.endswith("。") for kind in Kind)
    assert len({kind.shown for kind in Kind}) == len(Kind)


def test_what_is_ours_elsewhere_is_called_what_it_was_found_to_be() -> None:
    elsewhere: dict[str, Kind | None] = {ONE: Kind.OTHER_DAY, "b" * 32: None}
    record = [Listed(each, True) for each in (*elsewhere, "")]
    assert list(disagreements({}, record, elsewhere)) == [(ONE, Kind.OTHER_DAY), ("", Kind.NOT_OURS)]


def test_near_midnight_nobody_can_say_that_the_record_ought_to_have_it() -> None:
    ours = {ONE: {"state": "delivered", "provider_id": "1^0", "certain": False}}
    assert list(disagreements(ours, [], {})) == []
