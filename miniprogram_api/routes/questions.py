"""Questions that a check (信息核对) raised: the person reads them and answers from the phone."""

from datetime import date
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from backend import inquiries
from backend.inquiries import Question
from miniprogram_api.answering import json_answer
from miniprogram_api.asking import AsResident
from miniprogram_api.idempotency import OnlyOnce
from miniprogram_api.limits import WRITES
from miniprogram_api.route import room
from miniprogram_api.routes.applications_asked import AskExplanation

router = room("applications")


class QuestionShown(BaseModel):
    """One thing to explain."""

    id: UUID
    name: str = Field(title="谁的情况")
    item: str = Field(title="哪一项登记")
    data_on: date = Field(title="登记数据的日期")
    said: list[str] = Field(title="已经说明的")


class QuestionsShown(BaseModel):
    """All that wait for the person's word."""

    items: list[QuestionShown]


@router.get("/applications/{application_id}/questions", summary="信息核对里要本人说明的", response_model=QuestionsShown)
async def questions(application_id: UUID, asker: AsResident) -> Response:
    """Only for the person themselves: what registers answered is nobody else's to read."""
    return json_answer(await _open(application_id, asker))


@router.post(
    "/applications/{application_id}/questions/{question_id}/explanation",
    status_code=201,
    summary="说明情况",
    response_model=QuestionsShown,
)
async def explain(
    application_id: UUID, question_id: UUID, asked: AskExplanation, asker: AsResident, once: OnlyOnce
) -> Response:
    """The township reads it beside the result, and settles it."""
    await WRITES.count_account(asker.account_id)

    async def deed() -> QuestionsShown:
        await inquiries.explain(application_id, question_id, asked.words, asker.resident)
        return await _open(application_id, asker)

    return await once(asker.account_id.hex, deed)


async def _open(application_id: UUID, asker: AsResident) -> QuestionsShown:
    found = await inquiries.questions_for(application_id, asker.resident)
    return QuestionsShown(items=[_shown(each) for each in found])


def _shown(question: Question) -> QuestionShown:
    return QuestionShown(
        id=question.result_id, name=question.name, item=question.item.shown, data_on=question.data_on,
        said=question.said,
    )  # fmt: skip
