"""The county's map: townships and villages by their 12-digit codes, and who lies within whom."""

from backend.places.division_file import BadDivisions
from backend.places.mapping import Mapped, put_on_the_map
from backend.places.place import Level, NoSuchVillage, Place, township_of
from backend.places.scope import Scope, must_be_a_village, name_of, townships_of, village_names, villages_of

__all__ = [
    "BadDivisions", "Level", "Mapped", "NoSuchVillage", "Place", "Scope", "must_be_a_village", "name_of",
    "put_on_the_map", "township_of", "townships_of", "village_names",
    "villages_of",
]  # fmt: skip
