"""Inside the house too, a room is entered by its front door."""

from importlib import import_module
from pathlib import Path

import grimp

from backend.tables import TABLES


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def test_rooms_import_rooms_and_not_the_files_inside() -> None:
    graph = grimp.build_graph("backend", cache_dir=None)
    imports = [
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    ]
    assert len(imports) > 100, "the graph is empty: nothing was checked"
    trespasses = [
        f"{importer} imports {imported}"
        for importer, imported in imports
        if room(importer) != room(imported) and imported.count(".") > 1
    ]
    assert trespasses == []


def test_a_front_door_names_only_what_stands_in_it(repository: Path) -> None:
    rooms = sorted(each.parent.name for each in (repository / "backend").glob("*/__init__.py"))
    doors = [import_module(f"backend.{each}") for each in rooms]
    named = [(door, name) for door in doors for name in getattr(door, "__all__", ())]
    assert len(named) > 500, "hardly a name was found: nothing was checked"
    assert [f"{door.__name__}.{name}" for door, name in named if not hasattr(door, name)] == []


def test_every_model_is_in_the_list_of_tables() -> None:
    from tortoise.models import Model

    root = Path(__file__).parent.parent.parent
    files = [
        file
        for file in (root / "backend").rglob("*.py")
        if f"({Model.__name__})" in file.read_text(encoding="utf-8") and "class " in file.read_text(encoding="utf-8")
    ]
    assert len(files) > 10
    named = {".".join(file.relative_to(root).with_suffix("").parts) for file in files}
    assert named == set(TABLES)
