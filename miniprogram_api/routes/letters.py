"""Letters: each decision and change in writing, for the person and for who helps them."""

from datetime import date
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from backend import letters
from backend.letters import DecisionLetter
from miniprogram_api.answering import PAPER, paper_answer
from miniprogram_api.asking import AsWhoActs
from miniprogram_api.page import After, Page
from miniprogram_api.route import room

router = room("letters")


class LetterShown(BaseModel):
    """One letter, by what it says in a sentence."""

    id: UUID
    title: str = Field(title="文书名称")
    heading: str = Field(title="一句话：决定了什么")
    programme_title: str = Field(title="待遇名称")
    person_name: str = Field(title="写给谁的")
    own: bool = Field(title="是不是写给本人的；不是的，是被监护人或者委托人的")
    written_on: date = Field(title="出具日期")
    replaced: bool = Field(title="后来又有更正的告知书，以新的为准")
    delivered: bool = Field(title="是否已经送达；本人打开就算送达")
    appeal: str = Field(title="不同意的，最晚哪天以前可以怎么办；还没有送达的是空的")


@router.get("/letters", summary="我的告知书")
async def many(asker: AsWhoActs, after: After = None) -> Page[LetterShown]:
    """The newest first: my own, those of whom I am the guardian of, and of the cases in which I hold a mandate."""
    found = await letters.letters_about(asker.hands, asker.bound_resident, after)
    items = [LetterShown.model_validate(each, from_attributes=True) for each in found]
    return Page[LetterShown](items=items, next=items[-1].id if len(items) == letters.OWN_LETTERS else None)


@router.get("/letters/{letter_id}", summary="打开告知书（PDF）", response_class=Response, responses=PAPER)
async def read(letter_id: UUID, asker: AsWhoActs) -> Response:
    """The person's opening it is recorded as its delivery, a helper's is not."""
    return await paper_of(await letters.open_letter(letter_id, asker.hands))


async def paper_of(letter: DecisionLetter) -> Response:
    """The letter as it was drawn up."""
    return paper_answer(await letters.print_letter(letter))
