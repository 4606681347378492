"""A data folder that the engines' account can reach (pytest's own is closed to all but its maker)."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    root = Path(tempfile.mkdtemp(prefix="xiangyin-test-"))
    root.chmod(0o711)
    yield root / "data"
    shutil.rmtree(root)
