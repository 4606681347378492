"""Signed letters (核对授权书): the household's adults and the obligors have signed, or an officer says why not."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from backend import clock, database
from backend.applications.application import Application
from backend.applications.obligor import obligors_in, obligors_sign, spouses_sign, still_to_be_named
from backend.programmes import PhotoKind, get_programme
from backend.refusals import NotAcceptable, NotNow
from backend.residents import is_of_age

_WORDS_AT_LEAST, _WORDS_AT_MOST = 4, 200  # characters, where the reason alone does not say whom it is about
# 特困 looks at one person: the others who sign are those who owe them support, wherever they live (policy §2.2).
_OF_ONE_PERSON = ("tekun",)
# The letters are kept by the room that asks the registers; a case is not taken on without them all the same.
_WITHOUT = """
SELECT r.id, r.name, r.birth_date FROM resident me JOIN resident r ON r.household_id = me.household_id
WHERE me.id = $2 AND r.deceased_on IS NULL AND ($4 OR r.id = me.id)
  AND NOT EXISTS (SELECT FROM check_authorisation w WHERE w.application_id = $1 AND w.revoked_at IS NULL
                  AND w.identity_index = r.identity_index AND $3 BETWEEN w.valid_from AND w.valid_until)
ORDER BY r.birth_date, r.id
"""
# An obligor whose number nobody knew has it from the letter: it is theirs by their id.
_OBLIGORS_WITH = """
SELECT o.id FROM named_obligor o JOIN check_authorisation w ON w.application_id = o.application_id
WHERE o.application_id = $1 AND o.struck_at IS NULL AND w.revoked_at IS NULL
  AND (w.obligor_id = o.id OR w.identity_index = o.identity_index) AND $2 BETWEEN w.valid_from AND w.valid_until
"""


class LettersMissing(NotNow):
    """Somebody who must sign is on no letter in force, and nobody says why; `details["people"]` is how many."""

    sentence = "还有成年家人或者法定义务人没有登记核对授权书。请补签登记；按规定不用签的，请选择原因。"


class NoLetterUnexplained(NotAcceptable):
    """The reason alone does not say which of several it is, or by which rule of the province."""

    sentence = f"请写明是谁、按哪条规定不用签，{_WORDS_AT_LEAST}到{_WORDS_AT_MOST}个字。"


class NoLetter(StrEnum):
    """Why an adult's letter is not there when the case is taken on: those whom the law does not count do not sign.

    Source: 民发〔2021〕57号 art. 7 (policy §1.2), §18.
    """

    IN_CUSTODY = "in_custody"
    MISSING = "missing"
    RELIGIOUS = "religious"
    BY_THE_PROVINCE = "by_the_province"
    ON_PAPER = "on_paper"  #: they have signed, and each letter is registered before the check can end

    @property
    def shown(self) -> str:
        """As the form and the decision say it."""
        return _REASONS[self]


_REASONS = {
    NoLetter.IN_CUSTODY: "在监狱内服刑，或者在戒毒所强制隔离戒毒",
    NoLetter.MISSING: "被宣告失踪",
    NoLetter.RELIGIOUS: "连续三年以上脱离家庭独立生活的宗教教职人员",
    NoLetter.BY_THE_PROVINCE: "省里规定不计入家庭成员的其他情形",
    NoLetter.ON_PAPER: "都已经签在纸上，随后逐人登记",
}


@dataclass(frozen=True)
class Unsigned:
    """Who has no letter in force: a living adult of the household, a named obligor, or one whom nobody has named.

    `id` is of the resident or the obligor; None where nobody is on file yet, and then `name` says who is meant.
    """

    id: UUID | None
    name: str


def needs_letters(case: Application) -> bool:
    """Whether the economy of the household is checked, so that each adult signs for it."""
    return PhotoKind.CHECK_AUTHORISATION in get_programme(case.programme).required_kinds


async def who_has_not_signed(case: Application) -> list[Unsigned]:
    """Those whose letter is still wanted: the household, the eldest first, then obligors (policy §2.2, §9.2, §18)."""
    whole = case.programme not in _OF_ONE_PERSON
    found = await database.rows(_WITHOUT, case.id, case.resident_id, clock.today(), whole)
    grown = [each for each in found if is_of_age(each["birth_date"], clock.today())]
    return [*(Unsigned(each["id"], each["name"]) for each in grown), *await _obligors_without(case)]


async def must_all_have_signed(case: Application) -> None:
    """LettersMissing unless everybody has who must."""
    unsigned = await who_has_not_signed(case)
    if unsigned:
        people = len(unsigned)
        raise LettersMissing(
            f"还有{people}人没有登记核对授权书（一起生活的成年人、法定义务人）。请补签登记；"
            "按规定不用签的，请选择原因。",
            people=people,
        )


async def why_unsigned(case: Application, because: NoLetter | None, words: str) -> str:
    """Who has no letter and why, as it goes on record with the acceptance; empty where nobody is without.

    Refuses with LettersMissing where nothing is said, and NoLetterUnexplained where the words say nothing.
    """
    if because is None:
        await must_all_have_signed(case)
        return ""
    unsigned, said = await who_has_not_signed(case), words.strip()
    if not unsigned:
        return ""
    must_say = because is NoLetter.BY_THE_PROVINCE or (because is not NoLetter.ON_PAPER and len(unsigned) > 1)
    # Of a dot typed ten times nobody learns whom it is about.
    if len(said) > _WORDS_AT_MOST or (must_say and len({each for each in said if each.isalnum()}) < _WORDS_AT_LEAST):
        raise NoLetterUnexplained
    names = "、".join(each.name for each in unsigned)
    return f"{names}没有登记核对授权书：{because.shown}{f'（{said}）' if said else ''}"


async def _obligors_without(case: Application) -> list[Unsigned]:
    """Where they sign: named ones without a letter, spouses who sign with them, and those of whom only the number is
    known.
    """
    if not await obligors_sign(case):
        return []
    named = await obligors_in(case.id)
    signed = {each["id"] for each in await database.rows(_OBLIGORS_WITH, case.id, clock.today())}
    unsigned = [Unsigned(each.id, each.name) for each in named if each.id not in signed]
    if await spouses_sign(case):
        with_spouse = {each.spouse_of for each in named}
        unsigned += [
            Unsigned(None, f"{each.name}的配偶") for each in named if each.married and each.id not in with_spouse
        ]
    nameless = still_to_be_named(case, named)
    return [*unsigned, *(Unsigned(None, f"第{each + 1}位还没有登记姓名的义务人") for each in range(nameless))]
