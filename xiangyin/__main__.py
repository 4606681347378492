"""`python -m xiangyin`: start, fill and inspect the house."""

from __future__ import annotations

import sys

from xiangyin.commands import app
from xiangyin.refusal import CommandRefused


def main() -> None:
    """Run the command; a refusal is a sentence and status 1, not a traceback."""
    try:
        app()
    except CommandRefused as refused:
        print(f"xiangyin: {refused}", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
