"""A no rests on the law of its own programme: a letter that cites another's falls at the first review."""

import pytest

from backend.applications import REFUSAL_REASONS
from backend.programmes import CATALOGUE

# The rules by which each is granted or refused (policy §1 to §7); whoever has died needs none.
LAWS = {
    "old_age_allowance": ("本县高龄津贴发放办法",),
    "rural_dibao": ("《社会救助暂行办法》", "《最低生活保障审核确认办法》"),
    "urban_dibao": ("《社会救助暂行办法》", "《最低生活保障审核确认办法》"),
    "tekun": ("《社会救助暂行办法》", "《特困人员认定办法》"),
    "edge_family": ("《最低生活保障审核确认办法》", "民发〔2022〕83号"),
    "rigid_spending": ("《刚性支出困难家庭认定办法》",),
    "temporary_emergency": ("《社会救助暂行办法》", "本县临时救助办法"),
    "temporary_expenditure": ("《社会救助暂行办法》", "本县临时救助办法", "民政部、财政部2018年1月23日意见"),
    "disability_living": ("国发〔2015〕52号", "《社会救助暂行办法》"),
    "disability_care": ("国发〔2015〕52号", "《社会救助暂行办法》"),
    "orphan": ("国办发〔2010〕54号",),
    "unsupported_child": ("民发〔2019〕62号",),
}


@pytest.mark.parametrize("programme", CATALOGUE)
def test_every_reason_cites_the_law_of_its_programme(programme: str) -> None:
    for reason in REFUSAL_REASONS[programme].values():
        own = any(reason.article.startswith(law) for law in LAWS[programme])
        assert own or reason.code == "deceased", f"{reason.code}: {reason.article}"
