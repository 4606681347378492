"""What a person was paid."""

from datetime import date

from fastapi import Response
from pydantic import BaseModel, Field

from backend import statements
from backend.money import short_yuan
from miniprogram_api.answering import PAPER, paper_answer
from miniprogram_api.asking import AsResident
from miniprogram_api.page import Page
from miniprogram_api.route import room

router = room("payouts")


class Payment(BaseModel):
    """One month of one benefit."""

    month: date = Field(title="哪个月的（当月1日）")
    programme_title: str = Field(title="待遇名称")
    component: str = Field(title="金额的构成")
    article: str = Field(title="依据")
    amount_fen: int = Field(title="金额（分）")
    amount_text: str = Field(title="金额")
    state_title: str = Field(title="到账情况")
    why: str = Field(title="没有到账的原因，没有就是空的")
    settled_on: date | None = Field(title="到账日期")
    account_last_four: str = Field(title="账户尾号")


@router.get("/payments", summary="我的发放记录")
async def payments(asker: AsResident) -> Page[Payment]:
    """Month by month, the newest first."""
    lines = await statements.person_statement(asker.resident)
    items = [
        Payment(
            month=line.month,
            programme_title=line.programme_title,
            component=line.component,
            article=line.article,
            amount_fen=line.amount_fen,
            amount_text=f"{short_yuan(line.amount_fen)}元",
            state_title=line.state_title,
            why=line.why,
            settled_on=line.settled_on,
            account_last_four=line.account_last_four,
        )
        for line in lines
    ]
    return Page[Payment](items=items)


@router.get("/payments/statement", summary="我的发放明细（PDF）", response_class=Response, responses=PAPER)
async def statement(asker: AsResident) -> Response:
    """The same as a paper to keep or to show, such as at the bank."""
    return paper_answer(await statements.print_person(asker.resident))
