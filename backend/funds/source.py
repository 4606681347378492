"""Source (资金来源): whose money it is."""

from enum import StrEnum


class Source(StrEnum):
    """In the order shown; UNCOVERED is what was approved before the county recorded money for it."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    DONATIONS = "donations"
    UNCOVERED = "uncovered"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return _TITLES[self]


_TITLES = {
    Source.CENTRAL: "中央",
    Source.PROVINCE: "省级",
    Source.CITY: "市级",
    Source.COUNTY: "县级",
    Source.DONATIONS: "社会捐赠",
    Source.UNCOVERED: "待落实",
}
#: Who gives money; UNCOVERED gives none.
GIVERS = tuple(source for source in Source if source is not Source.UNCOVERED)
