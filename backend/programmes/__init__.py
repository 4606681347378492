"""What the county offers, on what terms, at what rates, in which year."""

from backend.programmes.catalogue import CATALOGUE, NoSuchProgramme, get_programme
from backend.programmes.parameter import Parameter, parameters_on
from backend.programmes.programme import Material, PhotoKind, Programme

__all__ = [
    "CATALOGUE",
    "Material",
    "NoSuchProgramme",
    "Parameter",
    "PhotoKind",
    "Programme",
    "get_programme",
    "parameters_on",
]
