"""The virtual clock: offset, advance, freeze."""

from datetime import datetime

from tests.sandbox.clients import Control


def test_time_moves_as_told(control: Control) -> None:
    before = datetime.fromisoformat(control.get("clock")["now"])
    after = datetime.fromisoformat(control.post("clock", advance_seconds=3600)["now"])
    assert 3600 <= (after - before).total_seconds() < 3602


def test_frozen_time_stands_and_still_can_be_moved(control: Control) -> None:
    first = control.post("clock", freeze=True)
    assert control.get("clock")["now"] == first["now"]
    moved = control.post("clock", advance_seconds=-60)
    gap = datetime.fromisoformat(moved["now"]) - datetime.fromisoformat(first["now"])
    assert gap.total_seconds() == -60


def test_thawed_time_runs_on_from_where_it_stood(control: Control) -> None:
    control.post("clock", freeze=True)
    moved = datetime.fromisoformat(control.post("clock", advance_seconds=86_400)["now"])
    thawed = datetime.fromisoformat(control.post("clock", freeze=False)["now"])
    assert 0 <= (thawed - moved).total_seconds() < 1


def test_an_unknown_word_in_a_control_call_is_refused(control: Control) -> None:
    reply = control.web.post("/control/clock", json={"advance_secnds": 5})
    assert reply.status_code == 422
    assert reply.json()["wrong"][0]["loc"] == ["advance_secnds"]


def test_an_unknown_fault_is_refused_and_sets_nothing(control: Control) -> None:
    reply = control.web.post("/control/faults", json={"aliyun": {"slow_ms": 5, "slwo": 1}})
    assert reply.status_code == 422
    assert control.get("faults")["aliyun"]["slow_ms"] == 0


def test_a_question_with_a_bad_number_is_refused(control: Control) -> None:
    assert control.web.get("/control/journal?since=x").status_code == 422
