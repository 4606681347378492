"""Manifest (材料清单): what goes along with a case to another county, each file with its SHA-256.

Whoever receives the file reckons the digests anew; the letter bears the list's own.
"""

import csv
import io
import json
from hashlib import sha256

from backend import applications, evidence
from backend.applications import Application
from backend.programmes import PhotoKind

ANSWERS = "申报情况.json"
_HEAD = ("文件", "材料", "SHA-256")


def answers_of(case: Application) -> bytes:
    """What the family declared, under the names of the rules."""
    declared = (case.verdict or {}).get("facts", {})
    return json.dumps(declared, ensure_ascii=False, indent=1, sort_keys=True).encode()


async def photos_of(case: Application) -> list[tuple[str, str, str]]:
    """Of each photo handed in: its name in the file, its title, its digest; oldest first."""
    listed = []
    for number, paper in enumerate(await applications.attached(case.id), start=1):
        title = applications.PAPER_TITLES[PhotoKind(paper.kind)]
        photo = await evidence.get_photo(paper.photo_id)
        listed.append((f"照片/{number:02}-{title}.jpg", title, photo.digest))
    return listed


async def manifest_of(case: Application) -> str:
    """The list as CSV."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(_HEAD)
    lines.writerow((ANSWERS, "申报的情况", sha256(answers_of(case)).hexdigest()))
    lines.writerows(await photos_of(case))
    return text.getvalue()


def digest_of(manifest: str) -> str:
    """Of the list as it stands in the file."""
    return sha256(manifest.encode()).hexdigest()


def listed(manifest: str) -> list[tuple[str, str, str]]:
    """Its lines: file, title, SHA-256."""
    return [(file, title, digest) for file, title, digest in list(csv.reader(io.StringIO(manifest)))[1:]]
