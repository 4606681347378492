"""Whose door: where somebody goes when no phone is left, and when a helper's silence sends somebody.

The person's own; for a child its home, where the parents are asked for; for whom a court found without full capacity
the guardian's, who hears in their stead and may live elsewhere. A payee lives at a door that nobody has on file and is
asked for at the person's. A helper is beside the person: where no phone reaches the helper, somebody goes to the
person, unless the person has the whole news, or will have it by a way of their own. Who was only left a word on
another's phone has not.
"""

from uuid import UUID

from backend import database
from backend.messages import Arrival
from notifications.channels import CHANNELS

HELPER_SILENT = "代办人联系不上，请直接告诉本人。"

# A text or a call on their own phone, arrived or on its way; read; or a way of theirs that is still to be followed by
# the next. A card counts as read, not as arrived.
_HAS_IT = """
SELECT FROM every_message WHERE entry_id = $1 AND recipient_id = $2 AND recipient_kind = 'resident' AND (
    read_at IS NOT NULL
    OR own_phone AND state IN ('waiting', 'sending', 'unknown', 'accepted')
    OR own_phone AND state = 'delivered' AND channel <> ALL ($3)
    OR followed_up_at IS NULL AND (state IN ('undelivered', 'rejected') OR state = 'delivered' AND channel = ANY ($3)))
UNION ALL
SELECT FROM errand WHERE outcome IS DISTINCT FROM 'not_found' AND because = ANY (ARRAY(
    SELECT 'message:' || id FROM every_message WHERE entry_id = $1 AND recipient_id = $2 AND recipient_kind = 'resident'
    UNION ALL SELECT 'notice:' || $1 || ':' || $2))
LIMIT 1
"""
_CONCERNED = "SELECT resident_id FROM journal_entry WHERE id = $1"


async def has_it(entry_id: UUID, resident_id: UUID) -> bool:
    """Whether the person has the whole news of the entry, or will have it, without a helper."""
    cards = [name for name, way in CHANNELS.items() if way.arrival is Arrival.CARD]
    return bool(await database.rows(_HAS_IT, entry_id, resident_id, cards))


async def whom_it_concerns(entry_id: UUID) -> UUID | None:
    """The resident of the entry; None where it concerns nobody."""
    row = await database.row(_CONCERNED, entry_id)
    return row["resident_id"] if row else None
