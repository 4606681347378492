"""The county's map: townships and villages by their 12-digit codes, and who lies within whom."""

from backend.places.place import Level, Place, township_of
from backend.places.scope import Scope, name_of, villages_of

__all__ = ["Level", "Place", "Scope", "name_of", "township_of", "villages_of"]
