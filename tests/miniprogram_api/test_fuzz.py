"""Whatever the document allows and much that it does not: no 5xx, and no answer that the document does not describe."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from backend.eligibility import facts_declared
from backend.errands import ErrandKind, raise_errand
from backend.journal import By, Signature
from backend.programmes import CATALOGUE
from miniprogram_api import settings as door_settings
from miniprogram_api.app import app
from miniprogram_api.asking import WhoMayAsk
from tests.miniprogram_api.cases import a_draft, a_photo
from tests.miniprogram_api.clients import Door, Knocker
from tests.people import a_cadre, a_resident, seed_parameters

EXAMPLES = 20
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MAY_ASK = {
    "stranger": {WhoMayAsk.ANYONE},
    "resident": {WhoMayAsk.ACCOUNT, WhoMayAsk.RESIDENT, WhoMayAsk.RESIDENT_OR_CADRE, WhoMayAsk.ANYONE},
    "cadre": {WhoMayAsk.CADRE, WhoMayAsk.RESIDENT_OR_CADRE},
}

# Values that get further in than chance would; put into a body's fields of these names about half of the time.
FACTS = sorted({fact.key for programme in CATALOGUE for fact in facts_declared(programme)})
ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.dates().map(str))
LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "programme": st.sampled_from(list(CATALOGUE)),
    "facts": st.one_of(st.just({"alive": True}), st.dictionaries(st.sampled_from(FACTS), ODD, max_size=6)),
    "holder_name": st.just("王秀英"),
    "number": st.from_regex(r"[0-9０-９ ]{8,40}", fullmatch=True),
    "bank": st.text(min_size=1, max_size=50),
    "identity_number": st.from_regex(r"4103251[0-9]{3}(0[1-9]|1[0-2])[0-2][0-9]{4}[0-9Xx]", fullmatch=True),
    "phone": st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    "expires_on": st.dates().map(str),
    "code": st.from_regex(r"[!-~]{1,40}", fullmatch=True),
    "wechat_phone_code": st.from_regex(r"[!-~]{1,40}", fullmatch=True),
    "relation": st.text(max_size=101),
    "body": st.text(max_size=1001),
    "note": st.text(max_size=501),
}

schema: Any = schemathesis.openapi.from_dict(app.openapi())
OPERATIONS = [found.ok() for found in schema.get_all_operations()]
WHO = {operation.label: WhoMayAsk(operation.definition.raw["x-who-may-ask"]) for operation in OPERATIONS}


@pytest.fixture(scope="module", autouse=True)
def no_limits() -> Iterator[None]:
    """Limits would answer 429 to nearly everything."""
    with pytest.MonkeyPatch.context() as patch:
        for name in door_settings.Settings.model_fields:
            if name.startswith("limit_"):
                patch.setenv(name.upper(), "0")
        door_settings.settings.cache_clear()
        yield
    door_settings.settings.cache_clear()


class Fuzzed:
    """Who asks, and ids of things that are really theirs."""

    def __init__(self, door: Door, knocker: Knocker, ids: dict[str, str]) -> None:
        self._door, self._knocker, self._ids = door, knocker, ids

    async def ask(self, case: Any, real: bool, likely: dict[str, Any]) -> httpx.Response:
        """Send the case; with real ids and likely values if `real`."""
        if real:
            bodies: list[Any] = [case.path_parameters, case.body]
            for given_values in [each for each in bodies if isinstance(each, dict)]:
                for name in self._ids.keys() & given_values.keys():
                    given_values[name] = self._ids[name]
            if isinstance(case.body, dict) and case.media_type == "application/json":
                known = _fields(case)
                case.body = {name: value for name, value in {**case.body, **likely}.items() if name in known}
        wanted: dict[str, Any] = case.as_transport_kwargs(base_url="http://door")
        taken = {name: wanted[name] for name in wanted.keys() & requests.Request().__dict__.keys() if name != "hooks"}
        prepared = requests.Request(**taken).prepare()
        headers = {name: value for name, value in prepared.headers.items() if name.lower() != "authorization"}
        if self._knocker.token:
            headers["Authorization"] = f"Bearer {self._knocker.token}"
        content = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
        return await self._door.client.request(
            str(prepared.method), str(prepared.url), headers=headers, content=content
        )


def _fields(case: Any) -> set[str]:
    """The fields of the operation's JSON body."""
    body = case.operation.definition.raw.get("requestBody", {})
    reference = body.get("content", {}).get("application/json", {}).get("schema", {})
    name = next((each["$ref"] for each in (reference, *reference.get("anyOf", ())) if "$ref" in each), "")
    return set(app.openapi()["components"]["schemas"].get(name.rpartition("/")[2], {}).get("properties", {}))


@pytest.fixture
async def people(door: Door, phone: object) -> dict[str, Fuzzed]:
    """A stranger, an elder with a draft, and her cadre with an errand."""
    await seed_parameters()
    elder, served = await a_resident(phone="13812345670"), await a_resident("刘大山")
    resident, cadre = await door.account(resident=elder), await door.account(cadre=await a_cadre())
    errand = await raise_errand(
        ErrandKind.CALL_BACK, served, reason="回电话", because="test", due_on=served.birth_date,
        by=Signature(By.CLOCK),
    )  # fmt: skip
    assert errand is not None
    found: dict[str, Fuzzed] = {"stranger": Fuzzed(door, door.stranger, {"code": "old_age_allowance"})}
    for name, knocker, person in (("resident", resident, elder), ("cadre", cadre, served)):
        case = await a_draft(knocker, person)
        photo = await a_photo(knocker, case["id"], "portrait")
        ids = {"application_id": case["id"], "photo_id": photo, "elder_id": str(served.id), "errand_id": str(errand.id)}
        found[name] = Fuzzed(door, knocker, ids)
    return found


def cases(role: str) -> list[Any]:
    """The operations that this role gets past the guard of."""
    return [operation for operation in OPERATIONS if WHO[operation.label] in MAY_ASK[role]]


@pytest.mark.parametrize(
    ("role", "operation"),
    [(role, operation) for role in MAY_ASK for operation in cases(role)],
    ids=lambda value: value if isinstance(value, str) else value.label.replace(" ", "_"),
)
async def test_nothing_that_can_be_sent_breaks_the_door(people: dict[str, Fuzzed], role: str, operation: Any) -> None:
    loop = asyncio.get_running_loop()
    strategy = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=strategy, real=st.booleans(), likely=st.fixed_dictionaries({}, optional=LIKELY))
    def ask(case: Any, real: bool, likely: dict[str, Any]) -> None:
        answer = asyncio.run_coroutine_threadsafe(people[role].ask(case, real, likely), loop).result(10)
        case.validate_response(answer, checks=CHECKS)

    await asyncio.to_thread(ask)


def test_there_is_something_to_fuzz() -> None:
    assert all(len(cases(role)) >= 5 for role in MAY_ASK)
