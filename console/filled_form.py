"""A form of a page filled with what was typed into it before; the rest of the page stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

_LEFT_ALONE = ("hidden", "file", "password", "submit", "button", "image", "reset")
Attributes = dict[str, str | None]
Edit = tuple[int, int, str]  #: from, to, what stands there instead


@dataclass
class _Tag:
    """A start tag where it stands; of a textarea `ends` is where its text ends, of an option `of` is its select."""

    name: str
    attributes: Attributes
    begins: int
    closes: int
    ends: int = 0
    of: str = ""


@dataclass
class _Form:
    tag: _Tag
    folded: list[_Tag]  #: the details around it
    fields: list[_Tag] = field(default_factory=list)

    def fits(self, typed: Mapping[str, Sequence[str]]) -> bool:
        """Of several forms with one address, what they say without being asked tells them apart."""
        return all(
            each.attributes.get("value") in typed.get(each.attributes.get("name") or "", ())
            for each in self.fields
            if each.attributes.get("type") == "hidden" and each.attributes.get("name") != "form_token"
        )


def filled(page: str, action: str, typed: Mapping[str, Sequence[str]], *, said: str, instead: str) -> str | None:
    """The page with the form that is sent to `action` filled, unfolded, and with `said` above its fields.

    `instead`: where the form is sent next time. None where the page has no such form.
    """
    reading = _Reading(page, action)
    reading.feed(page)
    reading.close()
    form = next((each for each in reading.forms if each.fits(typed)), None)
    if form is None:
        return None
    edits = [_with(form.tag, {"action": instead, "id": "given-back"}, after=f'<p class="overdue">{escape(said)}</p>')]
    edits += [_with(each, {"open": None}) for each in form.folded if "open" not in each.attributes]
    left = {name: list(values) for name, values in typed.items()}
    for each in form.fields:
        edits += _filling(each, typed, left)
    for begins, ends, text in sorted(edits, reverse=True):
        page = page[:begins] + text + page[ends:]
    return page


def _filling(tag: _Tag, typed: Mapping[str, Sequence[str]], left: dict[str, list[str]]) -> list[Edit]:
    name = tag.of or tag.attributes.get("name") or ""
    kind = tag.attributes.get("type") or "text"
    if tag.name == "option":
        return [_marked(tag, "selected", typed[name])] if name in typed else []
    if tag.name == "input" and kind in ("checkbox", "radio"):
        return [_marked(tag, "checked", typed.get(name, ()))]
    if (tag.name == "input" and kind in _LEFT_ALONE) or not left.get(name):
        return []
    value = left[name].pop(0)
    if tag.name == "textarea":
        return [(tag.closes, tag.ends, "\n" + escape(value))]  # a browser drops the first line break
    return [_with(tag, {"value": value})]


def _marked(tag: _Tag, how: str, chosen: Sequence[str]) -> Edit:
    """Chosen or not, as it was."""
    without = {name: value for name, value in tag.attributes.items() if name != how}
    mark: Attributes = {how: None} if (tag.attributes.get("value") or "") in chosen else {}
    return tag.begins, tag.closes, _written(tag.name, without | mark)


def _with(tag: _Tag, attributes: Attributes, after: str = "") -> Edit:
    return tag.begins, tag.closes, _written(tag.name, tag.attributes | attributes) + after


def _written(name: str, attributes: Attributes) -> str:
    said = "".join(f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>"


class _Reading(HTMLParser):
    """Finds the forms that are sent to one address, and their fields."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__(convert_charrefs=False)
        self.forms: list[_Form] = []
        self._action = action
        self._lines = [0]
        for line in page.split("\n"):  # as the parser counts lines
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._folded: list[_Tag] = []
        self._form: _Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        begins = self._here()
        found = _Tag(tag, dict(attrs), begins, begins + len(self.get_starttag_text() or ""))
        if tag == "details":
            self._folded.append(found)
        elif tag == "form" and (found.attributes.get("action") or "").partition("?")[0] == self._action:
            self._form = _Form(found, list(self._folded))
        elif self._form is None:
            return
        elif tag == "select":
            self._select = found.attributes.get("name") or ""
        elif tag in ("input", "textarea", "option"):
            found.of = self._select if tag == "option" else ""
            self._form.fields.append(found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "details" and self._folded:
            self._folded.pop()
        elif self._form is None:
            return
        elif tag == "textarea":
            self._form.fields[-1].ends = self._here()
        elif tag == "form":
            self.forms.append(self._form)
            self._form = None

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
