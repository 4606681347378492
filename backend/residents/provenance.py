"""Where something known about people is from."""

from enum import StrEnum


class Provenance(StrEnum):
    """The four ways in which the county comes to know a fact."""

    DECLARED = "declared"  #: the family says so
    REGISTER = "register"  #: another office's register says so
    CHECK = "check"  #: the economic check (核对) says so
    SURVEY = "survey"  #: somebody went and saw
