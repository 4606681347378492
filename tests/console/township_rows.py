"""What else lies in each of the townships: money, talk with people, and the county's own papers about them."""

from datetime import date

from backend import (
    campaigns,
    clock,
    database,
    entitlements,
    inquiries,
    letters,
    payouts,
    rate_changes,
    recoveries,
    relays,
    rosters,
)
from backend.applications import Application
from backend.campaigns import CampaignKind, Draft
from backend.entitlements import FactKind, Payee
from backend.entitlements.award_change import Reason
from backend.errands import ErrandKind, Outcome, finish, raise_errand
from backend.evidence import PhotoDoubt
from backend.fieldwork import FieldItem, ItemState
from backend.identifiers import new_id
from backend.inquiries import CheckItem, SampleLine
from backend.journal import By, Deed, Line, Signature, record
from backend.programmes import PhotoKind
from backend.rate_changes import Proposal
from backend.recoveries import Overpayment
from backend.relays import Relayed, Way
from backend.residents import AccountKind, Resident
from backend.staff import Cadre, Role
from tests.backend.applications.cases import a_photo, submitted
from tests.backend.funds.money import given
from tests.backend.payouts.awards import an_award, card
from tests.backend.recoveries.debts import CLOCK, settle_all
from tests.backend.rosters.sheets import a_file, a_row
from tests.console.desks import Console
from tests.console.telling import an_entry, told, visit, wrote
from tests.console.test_hits import a_hit
from tests.console.townships import SURNAMES, Township, settled, somebody, with_cases
from tests.people import COUNTY, a_contact, a_resident, an_account, an_identity_number, an_officer

TODAY, MARCH = date(2026, 3, 20), date(2026, 3, 1)
BANDS = [[80, 10_000], [90, 20_000], [100, 30_000]]


async def full_townships(console: Console, many: int = len(SURNAMES)) -> list[Township]:
    """All of them, or so many, on 20 March 2026; the standards must be set."""
    await submitted(await a_resident())  # takes the number that forms give as an example
    found = [await settled(number, console) for number in range(many)]
    for number, each in enumerate(found):
        await with_cases(each)
        await _with_money(each, number)
        await _with_talk(each)
    await _the_countys_own(found)
    return found


async def _with_money(town: Township, number: int) -> None:
    """One who is paid, and dies after it; one paid on; one whose award is to change, and for whom the son receives; one
    whose award is stopped, with a letter of it.
    """
    clerk = town.clerks[0].officer
    paid = await somebody(town)
    await an_account(paid, card(2 * number))
    town.has("award_id", (await an_award(paid, from_month=MARCH)).id)
    town.has("award_id", (await an_award(await somebody(town), from_month=MARCH)).id)
    poor = await somebody(town, date(1960, 5, 6))
    await an_account(poor, card(2 * number + 1))
    award = await an_award(poor, programme="rural_dibao", monthly_fen=22_000, from_month=MARCH)
    town.has("award_id", award.id)
    basis = {"month": date(2026, 4, 1), "reason": Reason.INCOME_CHANGED, "basis": "入户复核记录", "fen": 20_000}
    await entitlements.propose_change(award.id, FactKind.ADJUSTED, clerk, **basis)  # type: ignore[arg-type]
    son = Payee(f"{town.surname}子", "儿子", card(100 + number), "嵩县农商银行", AccountKind.CARD, date(2026, 12, 31))
    paper = await a_photo(poor, PhotoKind.PAYEE_AGREEMENT, by=clerk.signature)
    await entitlements.file_agreement(award.id, son, paper, clerk)
    cared_for = await somebody(town, date(1955, 5, 6))
    award = await an_award(cared_for, programme="tekun", monthly_fen=57_200, from_month=MARCH)
    town.has("award_id", award.id)
    page = await a_photo(cared_for, PhotoKind.CARE_AGREEMENT, by=clerk.signature)
    await entitlements.file_care_agreement(
        award.id, clerk, carer_name=f"{town.surname}邻", relation="邻居", signed_on=TODAY, photo_id=page
    )
    gives_up = await somebody(town, date(1961, 5, 6))
    award = await an_award(gives_up, programme="rural_dibao", monthly_fen=22_000, from_month=MARCH)
    town.has("award_id", award.id)
    stop = await entitlements.propose_change(
        award.id, FactKind.STOPPED, clerk, month=date(2026, 4, 1), reason=Reason.GIVEN_UP, basis="本人申请"
    )
    await entitlements.confirm_change(stop.id, await an_officer(Role.COUNTY_REVIEWER))


async def _with_talk(town: Township) -> None:
    """An errand, a hit, an application for elsewhere, one text to many, and words in both directions."""
    clerk, person = town.clerks[0].officer, await somebody(town)
    await raise_errand(
        ErrandKind.CALL_BACK, person, reason="回电话", because=town.code, due_on=TODAY, by=Signature(By.CLOCK)
    )
    at_the_door = await visit(person, f"notice:{await an_entry(person)}:{person.id}")
    town.has("errand_id", at_the_door.id)
    await _given_up(town, person)
    await _found_out(town, person)
    await a_hit(f"{town.surname}独", town.village)
    number = an_identity_number(date(1970, 1, 2))
    away = Relayed(Way.OUT, "disability_care", "湖北省十堰市郧西县", f"{town.surname}远", number, TODAY, "13800009999")
    town.has("relay_id", (await relays.take_relay(away, clerk)).id)
    news = Draft(CampaignKind.COLD_WAVE, town.village, None, 60, f"{town.surname}家村降温", 50)
    town.has("campaign_id", (await campaigns.propose(news, clerk)).id)
    town.has("notice_id", (await told(person, "undelivered")).id)
    phone = f"1380000{town.code[6:10]}"
    await a_contact(person, phone)
    await wrote(f"我是{town.surname}独", phone, person)


async def _found_out(town: Township, person: Resident) -> None:
    """An errand that is over, and one photo for two people."""
    over = await raise_errand(
        ErrandKind.ASK_AFTER, person, reason="看看", because=f"over:{town.code}", due_on=TODAY, by=Signature(By.CLOCK)
    )
    assert over is not None
    cadre = await Cadre.get(id=town.ids["cadre_id"][0])
    await finish(over.id, cadre, outcome=Outcome.DIED, note=f"{town.surname}家的人说的")
    photo, like = await a_photo(person), town.ids["photo_id"][0]
    doubt = await PhotoDoubt.create(
        id=new_id(), county=COUNTY, photo_id=photo, like_photo_id=like, found_at=clock.now()
    )
    town.has("doubt_id", doubt.id)


async def _given_up(town: Township, person: Resident) -> None:
    item = await FieldItem.create(
        id=new_id(), county=COUNTY, cadre_id=town.ids["cadre_id"][0], item_id=new_id(), kind="photo", digest="0" * 64,
        captured_at=clock.now(), received_at=clock.now(), state=ItemState.GIVEN_UP, waits_for=[], remarks=[],
        finished_at=clock.now(),
    )  # fmt: skip
    line = Line(Deed.FIELD_ITEM_GIVEN_UP, COUNTY, "field_item", item.id, resident_id=person.id, village=town.village)
    async with database.transaction():
        await record(line, by=Signature(By.CLOCK))


async def _the_countys_own(towns: list[Township]) -> None:
    """Letters, payments, overpayments, a batch that waits for the townships, a standard that would change, a request
    file, a sample and a roster: each with people of all of them.
    """
    await letters.draw_up()
    for written in await letters.DecisionLetter.exclude(award_id=None):
        next(each for each in towns if each.village == written.village).has("letter_id", written.id)
    await given(10**9)
    payer = await an_officer(Role.COUNTY_PAYER)
    await settle_all("old_age_allowance", payer)
    dead = [each.ids["award_id"][0] for each in towns]
    await Resident.filter(id__in=[(await entitlements.get_award(each)).resident_id for each in dead]).update(
        deceased_on=date(2026, 2, 1)
    )
    await recoveries.find(COUNTY, CLOCK)
    await database.execute("UPDATE parameter SET value = 'true' WHERE key = 'payouts.township_confirms'")
    batch = await payouts.draw_up("rural_dibao", clock.today(), payer)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    change = await rate_changes.propose(
        Proposal("aged.bands", BANDS, date(2026, 1, 1), None, "洛民〔2026〕1号"), reviewer
    )
    check = await inquiries.make_check_batch([CheckItem.VEHICLES], reviewer)
    sample = await inquiries.announce_sample("tekun", date(2026, 3, 21), reviewer)
    roster = await rosters.upload(a_file(a_row()), "rural_dibao", reviewer)
    for each in towns:
        each.has("batch_id", batch.id, check.id)
        each.has("change_id", change.id)
        each.has("sample_id", sample.id)
        each.has("number", sample.number)
        each.has("roster_id", roster.id)
        owed = await Overpayment.filter(village=each.village).first()
        assert owed is not None
        each.has("overpayment_id", owed.id)
        case = await Application.get(id=each.ids["application_id"][4])
        await SampleLine.create(
            id=new_id(), county=COUNTY, sample_id=sample.id, application_id=case.id, case_number=case.case_number,
            chosen=True,
        )  # fmt: skip
