"""Answers that were built as models are written out at once, without FastAPI validating them a second time."""

from fastapi import Response
from pydantic import BaseModel


def json_answer(answer: BaseModel, status: int = 200) -> Response:
    """The model as JSON."""
    return Response(answer.__pydantic_serializer__.to_json(answer), status, media_type="application/json")
