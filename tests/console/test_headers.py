"""What every answer carries, pages of refusals and faults included."""

import re
from ipaddress import ip_network

import httpx
import pytest

from console.app import Doorkeeper, app
from tests.console.desks import Console
from tests.people import seed_parameters

PATHS = [
    "/",
    "/sign-in",
    "/cases",
    "/cases/01a20800-0000-7000-8000-000000000000",
    "/notices",
    "/batches",
    "/errands",
    "/nowhere",
    "/healthz",
]


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_is_kept_framed_or_run_from_elsewhere(console: Console, path: str) -> None:
    headers = (await (await console.desk()).get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin", "elsewhere learns no address of ours"


async def test_no_page_has_a_script_or_style_of_its_own(console: Console) -> None:
    """The policy would silence it."""
    await seed_parameters()
    desk = await console.desk()
    for path in PATHS[1:-1]:
        page = (await desk.get(path)).text
        assert "<html" in page
        assert not re.search(r"<style|\bstyle=|\bon[a-z]+=|javascript:|<script(?![^>]*\bsrc=\"/static/)", page), path
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), path


async def test_the_style_sheet_may_be_kept(console: Console) -> None:
    answer = await console.client.get("/static/console.css")
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert "nosniff" in answer.headers["x-content-type-options"]
    assert (await console.client.get("/static/../app.py")).status_code == 404


async def test_a_fault_is_a_page_with_a_number_and_keeps_its_secret(
    console: Console, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise ValueError("王秀英 13812345678")

    monkeypatch.setattr("backend.errands.open_errands", fails)
    answer = await (await console.desk()).get("/errands")
    assert answer.status_code == 500
    assert re.search("编号 [0-9a-f]{8}", answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert "content-security-policy" in answer.headers
    said = "".join(capsys.readouterr())
    assert "ValueError" in said
    assert "13812345678" not in answer.text + said
    assert "王秀英" not in answer.text + said


@pytest.mark.parametrize(("address", "status"), [("10.23.4.5", 200), ("203.0.113.9", 403)])
async def test_only_the_countys_networks_reach_it(console: Console, address: str, status: int) -> None:
    door = Doorkeeper(app)
    door._networks = [ip_network("10.23.0.0/16")]
    transport = httpx.ASGITransport(door, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url="https://console") as client:
        assert (await client.get("/sign-in")).status_code == status
