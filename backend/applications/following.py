"""Following a case: what the person, or who acts for them, looks at most often, so it takes one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.applications.acting import must_reach
from backend.applications.application import Application
from backend.applications.status import Audience, Status, status_of
from backend.applications.story import HandedIn, story_of
from backend.journal import By, Signature


@dataclass(frozen=True)
class Followed:
    """The case without its `verdict`, where it stands, and the photos handed in; told to `by`."""

    by: Signature
    application: Application
    status: Status
    handed_in: Sequence[HandedIn]


async def follow(application_id: UUID, by: Signature) -> Followed:
    """Where a case stands, told to `by`. Refuses with NoSuchApplication and OutsideYourVillage as `must_reach`."""
    story = await story_of(application_id)
    await must_reach(story.application, by)
    audience = Audience.CADRE if by.kind is By.CADRE else Audience.RESIDENT
    status = await status_of(story.application, audience=audience, by=by, story=story)
    return Followed(by, story.application, status, story.handed_in)
