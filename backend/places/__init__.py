"""The county's map: townships and villages by their 12-digit codes, and who lies within whom."""

from backend.places.place import Level, NoSuchVillage, Place, township_of
from backend.places.scope import Scope, must_be_a_village, name_of, villages_of

__all__ = ["Level", "NoSuchVillage", "Place", "Scope", "must_be_a_village", "name_of", "township_of", "villages_of"]
