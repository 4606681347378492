"""A demo county's first morning: a few people apply through the real door, so that there is something to see."""

from __future__ import annotations

from datetime import datetime

from sandbox.people import DEMO_VILLAGE, County
from xiangyin.county_clock import county_now
from xiangyin.environment import Instance
from xiangyin.journey.mini_program import MiniProgram
from xiangyin.journey.paper import photo_of
from xiangyin.journey.phones import Phones, registered_templates

_PAPERS = ("identity_card", "household_booklet", "portrait")
_HELPED = ("widow", "shares_sons_phone", "no_such_number")  # the cadre applies for these three


class FirstCases:
    """The cadre of 车村 applies for three elders, 李玉珍 for herself; all through HTTP, as on any day."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._phones = Phones(instance.ports.phones)
        self._county = County(scale=0.01)  # the characters and the cadres are the same at every scale
        self._people = {person.part: person for person in self._county.demo_people()}

    def arrive(self) -> None:
        """Hand in all four cases."""
        cadre = self._signed_in("张辰（村干部）")
        cadre.bind_cadre(next(each.phone for each in self._county.cadres() if DEMO_VILLAGE in each.village_codes))
        elders = {elder["name"]: elder["id"] for elder in cadre.get("/elders", village=DEMO_VILLAGE)["items"]}
        for part in _HELPED:
            self._apply(cadre, part, resident_id=elders[self._people[part].person.name])
        self._neighbour_applies()

    def _neighbour_applies(self) -> None:
        person = self._people["uses_wechat"]
        neighbour = self._signed_in(person.person.name)
        neighbour.bind_resident(person.person.name, person.person.identity_number, person.phone.number)
        for template in registered_templates():
            self._phones.accept_messages(neighbour.user, template)
            neighbour.post("/subscriptions", template=template, answer="accept")
        self._apply(neighbour, "uses_wechat")

    def _apply(self, client: MiniProgram, part: str, **whom: str) -> None:
        case = client.post("/applications", programme="old_age_allowance", **whom)["id"]
        for kind in _PAPERS:
            self._photograph(client, case, part, kind)
        if whom:
            photo = self._photograph(client, case, part, "mandate")
            client.post(
                f"/applications/{case}/mandate", relation="村干部", scope="代为申请高龄津贴、提交材料、接收通知",
                photo_id=photo, expires_on=f"{self._now().year + 1}-06-30",
            )  # fmt: skip
        client.post(f"/applications/{case}/submission", facts={"receives_old_age_elsewhere": False})

    def _photograph(self, client: MiniProgram, case: str, part: str, kind: str) -> str:
        content = photo_of(f"{kind} {self._people[part].person.key}", self._now())
        return str(client.upload(f"/applications/{case}/photos", content, kind=kind)["id"])

    def _signed_in(self, user: str) -> MiniProgram:
        client = MiniProgram(self._instance.ports.api, self._phones, user)
        client.sign_in()
        return client

    def _now(self) -> datetime:
        return county_now(self._instance.clock_file)
