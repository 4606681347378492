"""Who counts in a household: 《最低生活保障审核确认办法》第七条, one row a clause and a side of its boundary."""

from dataclasses import replace

import pytest

from backend import eligibility
from backend.eligibility import Absence, BadFact, Kinship, Member

from .law_cases import COUNTY, FAMILY, ON

APPLICANT = Member("a", Kinship.APPLICANT, age=40, absence=Absence.NONE)
HERE = {"absence": Absence.NONE}
GROWN = {**HERE, "age": 18, "can_live_alone": True, "studies_full_time": False}

CLAUSES = [
    ("spouse", HERE, True, "（一）"),
    ("child", {**HERE, "age": 17}, True, "（二）"),
    ("child", GROWN, None, "（四）"),
    ("child", GROWN | {"studies_full_time": True}, True, "（三）"),
    ("child", GROWN | {"can_live_alone": False}, True, "（三）"),
    ("child", GROWN | {"can_live_alone": False, "age": None}, True, "（三）"),
    ("child", GROWN | {"duty_of_support": False}, False, "（四）"),
    ("child", GROWN | {"duty_of_support": True, "lives_here_long": False}, False, "（四）"),
    ("child", GROWN | {"duty_of_support": True, "lives_here_long": True}, True, "（四）"),
    ("child", GROWN | {"age": None, "duty_of_support": False}, None, "（四）"),
    ("other", {**HERE, "age": 5, "duty_of_support": False}, False, "（四）"),
    ("other", {**HERE, "duty_of_support": True, "lives_here_long": True}, True, "（四）"),
    ("other", {**HERE, "duty_of_support": True}, None, "（四）"),
    ("other", {**HERE, "lives_here_long": False}, False, "（四）"),
    ("other", {"lives_here_long": False}, False, "（四）"),
    ("spouse", {}, None, "第七条"),
    ("spouse", {"absence": Absence.RELIGIOUS_LIFE}, False, "第七条"),
    ("spouse", {"absence": Absence.PRISON}, False, "第七条"),
    ("spouse", {"absence": Absence.ISOLATION}, False, "第七条"),
    ("spouse", {"absence": Absence.DECLARED_MISSING}, False, "第七条"),
    ("spouse", {"absence": Absence.CONSCRIPT}, True, "（一）"),
    ("spouse", {"absence": Absence.OUT_OF_CONTACT}, True, "（一）"),
]


@pytest.mark.parametrize(("kinship", "known", "counted", "article"), CLAUSES)
def test_each_clause(kinship, known, counted, article):
    home = eligibility.compose([APPLICANT, Member("b", Kinship(kinship), **known)])
    standing = home.standings[1]
    assert standing.counted is counted
    assert article in standing.article
    assert standing.sentence.endswith("。")
    assert home.members_counted == (None if counted is None else 1 + counted)


@pytest.mark.parametrize("absence", [Absence.CONSCRIPT, Absence.OUT_OF_CONTACT])
def test_the_province_may_leave_out_more(absence):
    home = eligibility.compose([APPLICANT, Member("b", Kinship.SPOUSE, absence=absence)], local_absences=[absence])
    assert home.members_counted == 1
    assert "省里" in home.standings[1].article


BAD = [
    ([], "一个人也没有填"),
    ([APPLICANT, Member("a", Kinship.SPOUSE)], "填了两次"),
    ([Member("b", Kinship.SPOUSE)], "申请人要有一位"),
    ([APPLICANT, Member("b", Kinship.APPLICANT)], "申请人要有一位"),
    ([APPLICANT, Member("b", Kinship.CHILD, age=-1)], "0到130岁"),
    ([APPLICANT, Member("b", Kinship.CHILD, age=131)], "0到130岁"),
    ([Member("a", Kinship.APPLICANT, absence=Absence.PRISON)], "另一位成员来申请"),
    ([APPLICANT, *(Member(str(n), Kinship.OTHER) for n in range(30))], "最多填30人"),
]


@pytest.mark.parametrize(("members", "sentence"), BAD)
def test_what_cannot_be_is_refused_with_its_own_sentence(members, sentence):
    with pytest.raises(BadFact) as refusal:
        eligibility.compose(members)
    assert sentence in refusal.value.shown


def test_the_rules_take_the_number():
    members = [APPLICANT, Member("b", Kinship.SPOUSE, absence=Absence.NONE)]
    counted = eligibility.compose(members).members_counted
    verdict = eligibility.decide("rural_dibao", FAMILY | {"members_counted": counted}, on=ON, parameters=COUNTY)
    assert verdict.facts["members_counted"] == 2


SON = Member("son", Kinship.APPLICANT, age=25, absence=Absence.NONE)
LISTED = Member("son", Kinship.CHILD, age=25, absence=Absence.NONE, can_live_alone=True, studies_full_time=False)
AT_HOME = replace(LISTED, duty_of_support=True, lives_here_long=True)
AWAY = replace(LISTED, lives_here_long=False)


def test_nobody_counts_in_two_households():
    with pytest.raises(BadFact) as refusal:
        eligibility.compose_several({"parents": [APPLICANT, AT_HOME], "son": [SON]})
    assert "只能算在一户" in refusal.value.shown


@pytest.mark.parametrize(("listed", "counted"), [(AWAY, 1), (LISTED, None)])
def test_who_is_listed_in_two_households_may_count_in_one(listed, counted):
    homes = eligibility.compose_several({"parents": [APPLICANT, listed], "son": [SON]})
    assert [home.members_counted for home in homes.values()] == [counted, 1]


@pytest.mark.parametrize(
    ("known", "counted"),
    [
        ({"can_live_alone": True, "studies_full_time": False}, False),
        ({"can_live_alone": False}, True),
        ({"can_live_alone": True, "studies_full_time": True}, True),
        ({"can_live_alone": True}, None),
    ],
)
def test_a_county_may_set_grown_children_apart(known, counted):
    child = Member(
        "b", Kinship.CHILD, age=30, absence=Absence.NONE, duty_of_support=True, lives_here_long=True, **known
    )
    assert eligibility.compose([APPLICANT, child]).standings[1].counted is True
    apart = eligibility.compose([APPLICANT, child], grown_children_apart=True).standings[1]
    assert apart.counted is counted
