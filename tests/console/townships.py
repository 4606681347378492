"""Townships full of rows for the tests of scope: in each, people of a surname of their own, and one row of every kind
that its officers and cadres look at.
"""

from dataclasses import dataclass, field
from datetime import date

from backend import applications, entitlements, evidence, postings
from backend.applications import Application, Obliged, Reporter
from backend.entitlements import AmendmentGround, Becomes
from backend.evidence import Photo
from backend.identifiers import new_id
from backend.places import Level, Place
from backend.residents import Resident
from backend.staff import Officer, Relation, Relative, Role, declare_kin_of_cadre, declare_own_kin
from miniprogram_api.sessions import open_session
from tests.backend.applications.cases import a_draft, hand, in_county_review, submitted
from tests.backend.inquiries.checks import a_letter
from tests.backend.inquiries.opinions import dibao_accepted
from tests.backend.inquiries.visits import visited
from tests.console.cases import posted
from tests.console.desks import Console, Desk
from tests.people import COUNTY, a_cadre, a_household, a_resident, a_wechat_account, an_identity_number, an_officer

SURNAMES = "嬴姒妫姞芈妘嫪郄"  # on no page of ours: who meets one has met a person, masked or not
OBJECTOR = "郤举"
ROLES = (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER) * 13  # of a township: with eight of them 208 officers
Token = dict[str, str]


@dataclass
class Township:
    """`ids`: what stands in an address for each of its parameters; `words`: what must be in nobody else's answer."""

    surname: str
    code: str
    village: str
    objector: Resident  # lives elsewhere, and whoever meets the name or the id has learnt who objected
    clerks: list[Desk] = field(default_factory=list)
    leaders: list[Desk] = field(default_factory=list)
    cadres: list[Token] = field(default_factory=list)
    people: list[Token] = field(default_factory=list)
    ids: dict[str, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    @property
    def child(self) -> str:
        """Whose case only the leader handles."""
        return f"{self.surname}幼"

    def has(self, parameter: str, *ids: object) -> None:
        """These ids are its own."""
        self.ids.setdefault(parameter, []).extend(str(each) for each in ids)


async def settled(number: int, console: Console) -> Township:
    """A township with its officers and cadres, of codes that the map does not have yet."""
    code = f"4103252{number:02d}000"
    town = Township(SURNAMES[number], code, f"{code[:9]}201", await a_resident(OBJECTOR))
    for place, level, parent in ((code, Level.TOWNSHIP, f"{COUNTY}000000"), (town.village, Level.VILLAGE, code)):
        await Place.create(code=place, level=level.value, name=place, parent_code=parent, valid_from=date(1900, 1, 1))
    for role in ROLES:
        desk = await console.desk_of(await an_officer(role, code))
        (town.clerks if role is Role.TOWNSHIP_CLERK else town.leaders).append(desk)
    for _ in range(2):
        cadre = await a_cadre([town.village], name=f"{town.surname}干部")
        account = await a_wechat_account(cadre=cadre)
        town.cadres.append({"Authorization": f"Bearer {await open_session(account.id)}"})
        town.has("cadre_id", cadre.id)
        upload = await evidence.begin_upload(new_id(), cadre.signature, county=COUNTY, digest="0" * 64, size=9)
        town.has("upload_id", upload.upload_id)
    relative = Relative(Relation.SIBLING, f"{town.surname}兄", an_identity_number(date(1960, 1, 1)))
    await declare_kin_of_cadre(cadre.id, [relative], town.clerks[0].officer)
    town.has("village", town.village)
    town.has("place", town.code)
    return town


async def somebody(town: Township, born: date = date(1942, 5, 6), **more: object) -> Resident:
    """A villager, at the door and on the phone."""
    person = await a_resident(f"{town.surname}独", born, village=town.village, **more)  # type: ignore[arg-type]
    account = await a_wechat_account(resident=person)
    town.people.append({"Authorization": f"Bearer {await open_session(account.id)}"})
    if len(town.people) < 3:
        town.has("resident_id", person.id)
        town.has("elder_id", person.id)
    return person


async def with_cases(town: Township) -> None:
    """One that waits, one on the board with an objection, two refused with their letters and a wish to put one right,
    one under inquiry whose family a relative handles, one for the sample, and a child's.
    """
    clerk, leader = town.clerks[0].officer, town.leaders[0].officer
    waiting = await submitted(await somebody(town))
    hanging = await posted(await somebody(town), clerk)
    line = await postings.line_of(hanging.id)
    assert line is not None
    await postings.object_to(line.id, f"{town.surname}家有车", hand(town.objector))
    town.has("posting_id", line.posting_id)
    refused, told_no = await submitted(await somebody(town)), await submitted(await somebody(town))
    for each in (refused, told_no):  # the one reads the letter on the phone; the other's must still be brought
        await applications.refuse(each.id, clerk, ["receives_elsewhere"])
    wish = {"ground": AmendmentGround.REVIEW, "basis": "嵩政复决〔2026〕7号"}
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    await entitlements.propose_amendment(refused.id, Becomes.REOPENED, reviewer, **wish)  # type: ignore[arg-type]
    told_of = await somebody(town, identity_number=an_identity_number(date(1942, 5, 6)))
    helper = await an_officer(Role.TOWNSHIP_CLERK, town.code)
    number = str(told_of.identity_number)
    await declare_own_kin(helper, [Relative(Relation.PARENT, told_of.name, number)])
    looked_at = await dibao_accepted(told_of, clerk)
    await visited(looked_at, clerk)
    await applications.note_complaint(looked_at.id, f"{town.surname}家有货车", clerk, Reporter(f"{town.surname}举报"))
    await applications.name_obligor(looked_at.id, Obliged(f"{town.surname}子", "儿子"), clerk)
    await a_letter(looked_at, clerk)
    sampled = await in_county_review(await somebody(town), clerk)
    child = await _a_child(town, leader)
    for each in (waiting, hanging, refused, looked_at, sampled, child):
        case = await Application.get(id=each.id)
        town.has("application_id", case.id)
        town.has("case", case.case_number, case.id)
        town.words += [str(case.id), str(case.case_number)]
    photo = await Photo.filter(resident_id=waiting.resident_id).first()
    assert photo is not None
    town.has("photo_id", photo.id)


async def _a_child(town: Township, leader: Officer) -> Application:
    home = await a_household(town.village)
    child = await a_resident(town.child, date(2017, 5, 6), village=town.village, household=home)
    aunt = await a_resident(f"{town.surname}姑", date(1970, 5, 6), village=town.village, household=home)
    draft = await a_draft(child, by=hand(aunt), programme="orphan")
    return await applications.submit(draft.id, by=hand(aunt), facts={"father": "dead", "mother": "dead"})
