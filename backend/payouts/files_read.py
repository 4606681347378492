"""Files read (读入过的文件): what a batch was answered so far, with every line that did not fit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.payouts.return_file import ReturnFile
from backend.payouts.return_lines import OddLine
from backend.staff import Officer


@dataclass(frozen=True)
class FileRead:
    """A file, by the beginning of its digest; `odd` are the lines that were not taken."""

    read_at: datetime
    read_by: str
    digest: str
    lines: int
    odd: list[OddLine]


async def files_read(batch_id: UUID) -> list[FileRead]:
    """The latest 20 files read for a batch, newest first; for whoever was given the batch."""
    files = await ReturnFile.filter(batch_id=batch_id).order_by("-id").limit(20)
    names = {each.id: each.name for each in await Officer.filter(id__in=[file.read_by for file in files])}
    return [
        FileRead(
            file.read_at, names.get(file.read_by, "—"), file.digest[:12], file.lines,
            [OddLine(**odd) for odd in file.odd_lines],  # type: ignore[arg-type]  # as `asdict` wrote them
        )
        for file in files
    ]  # fmt: skip
