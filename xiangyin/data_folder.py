"""Where an instance keeps everything it writes."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """`XIANGYIN_DATA`; else `.data` in the checkout, or for root a folder of this checkout's own in /var/lib.

    Root's engines run as `nobody`, who may not enter /root: hence /var/lib. The hash keeps two clones apart.
    """
    if named := os.environ.get("XIANGYIN_DATA"):
        return Path(named).resolve()
    if os.geteuid() != 0:
        return CHECKOUT / ".data"
    mark = hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:8]
    return Path("/var/lib/xiangyin") / f"{CHECKOUT.name}-{mark}"
