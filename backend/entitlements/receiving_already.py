"""Receiving already: nobody is sent for papers, posted and visited for what they have."""

from uuid import UUID

from backend.entitlements.award import Award
from backend.refusals import NotNow


class ReceivesAlready(NotNow):
    """The person has a running award of the programme; said at the door, before any paper is asked for."""

    sentence = "已经在领这项待遇，不用再申请。没有收到钱的，请看发放记录或联系村干部。"


async def must_not_receive(resident_id: UUID, programme: str) -> None:
    """For the doors, before an application begins. Refuses with ReceivesAlready."""
    if await Award.exists(resident_id=resident_id, programme=programme, stopped_from=None):
        raise ReceivesAlready
