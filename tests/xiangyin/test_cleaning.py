"""`make clean` removes what an instance wrote, nothing else, and nothing while it runs."""

from pathlib import Path

import pytest

from xiangyin.cleaning import clean
from xiangyin.engines import Engines
from xiangyin.keys import keys_of


def test_a_running_instance_is_not_removed(folder: Path) -> None:
    with Engines(folder, durable=False):
        with pytest.raises(BlockingIOError):
            clean(folder)
        assert (folder / "pg" / "PG_VERSION").exists()


def test_everything_of_ours_goes_and_nothing_of_others(folder: Path) -> None:
    with Engines(folder, durable=False):
        keys_of(folder)
    (folder / "my-notes.txt").write_text("keep")
    clean(folder)
    assert [path.name for path in folder.iterdir()] == ["my-notes.txt"]
    (folder / "my-notes.txt").unlink()
    folder.rmdir()


def test_nothing_to_remove_is_no_error(folder: Path) -> None:
    clean(folder)
    assert not folder.exists()
