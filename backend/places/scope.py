"""Whose places one may see: a scope is a code prefix, and belongs in every list's WHERE."""

from dataclasses import dataclass

from backend.places.place import Level, NoSuchVillage, Place, township_of


@dataclass(frozen=True)
class Scope:
    """All places under one code: 410325000000 is the county, 410325103000 a township of it."""

    code: str

    @property
    def prefix(self) -> str:
        """What every village code inside the scope begins with: 6, 9 or 12 digits."""
        if self.code.endswith("000000"):
            return self.code[:6]
        return self.code[:9] if self.code.endswith("000") else self.code

    @property
    def like(self) -> str:
        """For `village LIKE $1`."""
        return self.prefix + "%"

    def covers(self, code: str) -> bool:
        """Whether a village or township lies inside."""
        return code.startswith(self.prefix)


async def villages_of(scope: Scope) -> list[Place]:
    """The villages inside, in code order; a county has a few hundred."""
    return await Place.filter(level=Level.VILLAGE.value, code__startswith=scope.prefix).order_by("code")


async def village_names(scope: Scope) -> dict[str, str]:
    """The villages inside by code, as an officer of the scope needs them named: a county has several of one name, so
    whoever sees more than one township reads the township's name, too."""
    villages, townships = await villages_of(scope), await townships_of(scope)
    if len(townships) < 2:
        return {each.code: each.name for each in villages}
    within = {each.code: each.name for each in townships}
    return {each.code: f"{within.get(township_of(each.code), '')}{each.name}" for each in villages}


async def townships_of(scope: Scope) -> list[Place]:
    """The townships inside, in code order; of a township itself alone."""
    return await Place.filter(level=Level.TOWNSHIP.value, code__startswith=scope.prefix).order_by("code")


async def must_be_a_village(code: str) -> None:
    """Refuses with NoSuchVillage."""
    if not await Place.exists(code=code, level=Level.VILLAGE.value):
        raise NoSuchVillage


async def name_of(code: str) -> str:
    """A place's name, or its code when the map does not know it."""
    place = await Place.get_or_none(code=code)
    return place.name if place else code
