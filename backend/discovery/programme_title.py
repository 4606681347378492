"""How lists name a programme, also one that is recognised rather than paid, or new in the law."""

from backend import entitlements, programmes


def title_of(programme: str) -> str:
    """Its title; its code where nobody has named it yet; nothing where a rule is about no programme."""
    if not programme:
        return ""
    for named in (programmes.get_programme, entitlements.get_benefit):
        try:
            return named(programme).title
        except programmes.NoSuchProgramme:
            continue
    return programme
