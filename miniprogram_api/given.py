"""Kinds of text that a person may give us."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError


def storable(text: str) -> str:
    """PostgreSQL stores neither NUL nor lone surrogates; other control characters have no place in a form."""
    if any((character < " " and character not in "\n\t") or "\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError("not_text", "characters that cannot be stored")
    return text


Name = Annotated[str, StringConstraints(min_length=1, max_length=50, strip_whitespace=True), AfterValidator(storable)]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(storable)]
# An ID or account number as typed: spaces, dashes and full-width digits are forgiven by the rooms.
Digits = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(storable)]
LongText = Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True), AfterValidator(storable)]
VillageCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]


class Asked(BaseModel):
    """The body of a request: nothing in it that we do not know."""

    model_config = ConfigDict(extra="forbid")
