"""Answers that are written out at once: models, without FastAPI validating them a second time, and papers."""

from typing import Any

from fastapi import Response
from pydantic import BaseModel

#: What a route that answers with a paper says of it.
PAPER: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}


def json_answer(answer: BaseModel, status: int = 200) -> Response:
    """The model as JSON."""
    return Response(answer.__pydantic_serializer__.to_json(answer), status, media_type="application/json")


def paper_answer(content: bytes) -> Response:
    """The PDF, kept by nobody on the way."""
    return Response(content, media_type="application/pdf", headers={"Cache-Control": "private, no-store"})
