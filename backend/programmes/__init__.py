"""What the county offers, on what terms, at what rates, in which year."""

from backend.programmes.catalogue import CATALOGUE, OF_CHILDREN, NoSuchProgramme, get_programme
from backend.programmes.declaration import BadValue, Declaration
from backend.programmes.declared import NoSuchParameter, declarations, get_declaration
from backend.programmes.enacting import BadPeriod, Enactment, SourceMissing, enact
from backend.programmes.exchanging import Imported, import_values, standing_values
from backend.programmes.history import history_of, in_force
from backend.programmes.parameter import Parameter, parameters_on, places_above
from backend.programmes.parameter_file import BadFile, read_file, write_csv, write_xlsx
from backend.programmes.programme import Material, PhotoKind, Programme
from backend.programmes.timeline import Span, Timeline, timeline_of
from backend.programmes.wording import read, shown, standards_in_words, written

__all__ = [
    "CATALOGUE", "OF_CHILDREN", "BadFile", "BadPeriod", "BadValue", "Declaration", "Enactment", "Imported", "Material",
    "NoSuchParameter", "NoSuchProgramme", "Parameter", "PhotoKind", "Programme", "SourceMissing", "Span", "Timeline",
    "declarations", "enact", "get_declaration", "get_programme", "history_of", "import_values", "in_force",
    "parameters_on", "places_above", "read", "read_file", "shown", "standards_in_words", "standing_values",
    "timeline_of", "write_csv", "write_xlsx", "written",
]  # fmt: skip
