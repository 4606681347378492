"""How lists name a programme, also one that is recognised rather than paid, or new in the law."""

from functools import lru_cache

from backend import clock, eligibility, entitlements, programmes


def title_of(programme: str) -> str:
    """Its title; the rule file's name of it; its code where nobody has named it; nothing for no programme."""
    if not programme:
        return ""
    for named in (programmes.get_programme, entitlements.get_benefit):
        try:
            return named(programme).title
        except programmes.NoSuchProgramme:
            continue
    return _in_law(programme)


@lru_cache(maxsize=64)
def _in_law(programme: str) -> str:
    try:
        return eligibility.read_out(programme, on=clock.today(), parameters={}).name
    except (eligibility.NoSuchProgramme, eligibility.BadFact):
        return programme
