"""Phone numbers as people say and type them: what can be texted, what can only ring, what is neither."""

import pytest

from backend.residents import BadLandline, ContactKind, read_phone

MOBILE, LANDLINE = ContactKind.MOBILE, ContactKind.LANDLINE


@pytest.mark.parametrize(
    ("typed", "number", "kind"),
    [
        ("138 0000-7777", "13800007777", MOBILE),
        ("+86１３８００００７７７７", "13800007777", MOBILE),
        ("0379-66312345", "037966312345", LANDLINE),
        ("（0379）6631 2345", "037966312345", LANDLINE),
        ("0398-2912345", "03982912345", LANDLINE),
        ("010-62345678", "01062345678", LANDLINE),
        ("+86 379 66312345", "037966312345", LANDLINE),
    ],
)
def test_what_can_be_reached_is_read_however_it_is_written(typed: str, number: str, kind: ContactKind) -> None:
    assert read_phone(typed) == (number, kind)


@pytest.mark.parametrize(
    "typed", ["66312345", "0379-12345", "0379-16631234", "1380000777", "12345", "", "4008123123", "0379-66312345-801"]
)
def test_what_nobody_could_call_is_refused_with_what_to_do(typed: str) -> None:
    with pytest.raises(BadLandline, match="BadLandline") as refusal:
        read_phone(typed)
    assert "区号" in refusal.value.shown
