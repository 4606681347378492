"""The system account that the engines run under: PostgreSQL refuses root, so root hands them to `nobody`."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Account:
    """Whose files and processes the engines are; `lowered` when that is not the account that started us."""

    uid: int
    gid: int
    name: str
    lowered: bool

    @classmethod
    def for_engines(cls) -> Account:
        """`nobody` when we are root, else ourselves."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), "ourselves", lowered=False)
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid, nobody.pw_name, lowered=True)

    def as_popen_arguments(self) -> dict[str, Any]:
        """What makes `subprocess` start a program under this account."""
        if not self.lowered:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own_folder(self, folder: Path) -> Path:
        """Make `folder` (mode 0700) this account's own; refuses one that belongs to somebody else.

        A folder below /tmp has a name that anyone can work out beforehand: whoever made it first could use
        the sockets in it.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_uid not in (self.uid, os.geteuid()) or folder.is_symlink():
            raise PermissionError(f"{folder} belongs to another user")
        if self.lowered:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)
        return folder

    def can_reach(self, path: Path) -> bool:
        """Whether every folder down to `path` lets this account through."""
        if not self.lowered:
            return True
        path = path.resolve()
        return all(self._may_enter(folder) for folder in (path, *path.parents))

    def _may_enter(self, path: Path) -> bool:
        state = path.stat()
        return bool(state.st_mode & 0o001 or (state.st_uid == self.uid and state.st_mode & 0o100))
