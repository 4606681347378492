"""The person's word: whether a mandate is surely their wish, where they have said otherwise of one before.

A sheet that was taken back gives nothing again (`PaperSpent`), but photographed anew it is another picture, and a
machine does not tell it from a second sheet that they signed. So then they are asked.
"""

from backend import database
from backend.applications.mandate import Mandate
from backend.journal import Deed
from backend.refusals import NotNow

# Taken back in this case by the person or by what they told an officer, or denied: in this case, or to the same agent.
_REFUSED = """
SELECT 1 FROM mandate b
WHERE b.principal_id = $1 AND b.id <> $2 AND b.given_at <= $6 AND (
    b.agreed = false AND (b.application_id = $3 OR (b.agent_kind = $4 AND b.agent_id = $5))
    OR b.application_id = $3 AND EXISTS (
        SELECT FROM journal_entry j WHERE j.subject_id = $3 AND j.deed = $7 AND j.facts ->> 'mandate_id' = b.id::text
        AND (j.by_kind = 'officer' OR (j.by_kind = 'resident' AND j.by_id = $1))))
LIMIT 1
"""
_GAVE_IT = """
SELECT 1 FROM journal_entry
WHERE subject_id = $1 AND deed = $2 AND facts ->> 'mandate_id' = $3 AND by_kind = 'resident' AND by_id = $4 LIMIT 1
"""


class AskThePerson(NotNow):
    """They took a mandate back, or denied it; the next was brought by somebody else, and they have not been heard."""

    sentence = (
        "本人收回过委托，或者说过没有委托。这一份是别人交来的，要先听本人说一句：请本人回短信“同意”，"
        "或者乡镇打电话问本人，在「登记回电」里登记。"
    )


async def was_refused_before(mandate: Mandate) -> bool:
    """Whether the person took back, or denied, an earlier one that was for this case or for this agent."""
    return bool(
        await database.row(
            _REFUSED, mandate.principal_id, mandate.id, mandate.application_id, mandate.agent_kind, mandate.agent_id,
            mandate.given_at, Deed.MANDATE_REVOKED.value,
        )
    )  # fmt: skip


async def is_the_persons_word(mandate: Mandate) -> bool:
    """Whether they said yes to it when asked, or handed it in by their own hand."""
    if mandate.agreed is not None:
        return mandate.agreed
    gave = await database.row(
        _GAVE_IT, mandate.application_id, Deed.MANDATE_GIVEN.value, str(mandate.id), mandate.principal_id
    )
    return gave is not None
