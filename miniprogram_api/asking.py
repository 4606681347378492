"""Who is asking. Each route takes one of these, and its OpenAPI operation says which."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Security
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from backend import refusals
from backend.journal import By, Signature
from backend.residents import Resident
from backend.settings import settings
from backend.staff import AccountHolder, Cadre, account_holders
from miniprogram_api.rounds import Rounds
from miniprogram_api.sessions import accounts_behind, may_be_token


class SignInFirst(refusals.NotSignedIn):
    """No token, or one that has ended."""

    sentence = "登录已过期，请重新打开小程序登录。"


class BindFirst(refusals.NotAllowed):
    """Signed in, but not known to be anybody on the register."""

    sentence = "请先绑定您的身份，绑定后就能办理。"


class HelpersCannot(refusals.NotAllowed):
    """Signed in, on no register, and with a mandate: which is of one case, and this is something else."""

    sentence = "您是受委托的代办人，这里只能看和办委托书写明的那件申请。"


class CadresOnly(refusals.NotAllowed):
    """Signed in, but not as a village cadre."""

    sentence = "这项功能只给村干部使用。"


class WhoMayAsk(StrEnum):
    """The word in `x-who-may-ask` and, except for anyone, the name of the security scheme."""

    ANYONE = "anyone"
    ACCOUNT = "account"  #: signed in with WeChat
    RESIDENT = "resident"  #: … and bound to a person on the register
    CADRE = "cadre"  #: … and bound to a village cadre
    RESIDENT_OR_CADRE = "resident_or_cadre"
    WHO_ACTS = "who_acts"  #: … or to whom mandates name who is on no register


@dataclass(frozen=True, slots=True)
class Asker:
    """A signed-in account and whom it is bound to; one person may be both."""

    token: str
    behind: AccountHolder

    @property
    def account_id(self) -> UUID:
        """The account that signed in."""
        return self.behind.account_id

    @property
    def county(self) -> str:
        """Where the account belongs."""
        return self.behind.county

    @property
    def bound_resident(self) -> Resident | None:
        """The person on the register, if known."""
        return self.behind.resident

    @property
    def bound_cadre(self) -> Cadre | None:
        """The cadre in office, if one."""
        return self.behind.cadre

    @property
    def resident(self) -> Resident:
        """Who asks for themselves; BindFirst if nobody on the register, HelpersCannot if they act for others only."""
        if self.bound_resident is None:
            raise self.not_bound
        return self.bound_resident

    @property
    def not_bound(self) -> refusals.NotAllowed:
        """Why somebody who is no resident gets no further."""
        return HelpersCannot() if self.behind.outsiders and self.bound_cadre is None else BindFirst()

    @property
    def cadre(self) -> Cadre:
        """Who asks for others; CadresOnly if no cadre in office."""
        if self.bound_cadre is None:
            raise CadresOnly
        return self.bound_cadre

    @property
    def hands(self) -> list[Signature]:
        """All hands of this account: the person's own, those that mandates name, and the cadre's."""
        own, cadre = self.bound_resident, self.bound_cadre
        return [
            *([Signature(By.RESIDENT, own.id)] if own else []),
            *(Signature(By.OUTSIDER, each) for each in self.behind.outsiders),
            *([cadre.signature] if cadre else []),
        ]

    def signature_for(self, resident_id: UUID) -> Signature:
        """How the journal names the hand: the person's own in their own affairs, else the cadre's."""
        if self.bound_resident is not None and self.bound_resident.id == resident_id:
            return Signature(By.RESIDENT, resident_id)
        return self.cadre.signature


def county_of(asker: Asker | None) -> str:
    """Whose standards are shown: of who is signed in their county's, else the house's own."""
    return asker.county if asker else settings().county


class Guard(SecurityBase):
    """Lets in whom it is made for, and nobody else."""

    def __init__(self, who: WhoMayAsk, about: str) -> None:
        self.who = who
        self.model = HTTPBearer(description=about)
        self.scheme_name = who.value

    async def __call__(self, request: Request) -> Asker:
        """The asker; refuses with SignInFirst, BindFirst, HelpersCannot, CadresOnly."""
        asker = await _asker(request)
        if asker is None:
            raise SignInFirst
        if self.who is WhoMayAsk.RESIDENT and asker.bound_resident is None:
            raise asker.not_bound
        if self.who is WhoMayAsk.CADRE and asker.bound_cadre is None:
            raise CadresOnly
        if self.who is WhoMayAsk.RESIDENT_OR_CADRE and asker.bound_resident is None and asker.bound_cadre is None:
            raise asker.not_bound
        if self.who is WhoMayAsk.WHO_ACTS and not asker.hands:
            raise BindFirst
        return asker


class Open:
    """Lets in everyone; says who it is where a token is given. A token that has ended is refused, never passed over."""

    who = WhoMayAsk.ANYONE

    async def __call__(self, request: Request) -> Asker | None:
        """The asker, or None for a stranger."""
        if "authorization" not in request.headers:
            return None
        asker = await _asker(request)
        if asker is None:
            raise SignInFirst
        return asker


AnyoneMayAsk = Annotated[Asker | None, Depends(Open())]
AsAccount = Annotated[Asker, Security(Guard(WhoMayAsk.ACCOUNT, "已登录的微信用户"))]
AsResident = Annotated[Asker, Security(Guard(WhoMayAsk.RESIDENT, "已绑定身份的居民"))]
AsCadre = Annotated[Asker, Security(Guard(WhoMayAsk.CADRE, "已绑定的村干部"))]
AsResidentOrCadre = Annotated[Asker, Security(Guard(WhoMayAsk.RESIDENT_OR_CADRE, "居民本人，或其所在村的村干部"))]
AsWhoActs = Annotated[Asker, Security(Guard(WhoMayAsk.WHO_ACTS, "居民本人、村干部，或者不在册的代办人"))]


async def _asker(request: Request) -> Asker | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not may_be_token(token):
        return None
    return await _rounds.ask(token)


async def _askers(tokens: Sequence[str]) -> list[Asker | None]:
    """Two trips, one to Redis and one to PostgreSQL, for everyone who asks in the same turn."""
    account_ids = await accounts_behind(tokens)
    known = {account_id for account_id in account_ids if account_id is not None}
    holders = await account_holders(list(known)) if known else {}
    return [
        Asker(token, holders[account_id]) if account_id in holders else None
        for token, account_id in zip(tokens, account_ids, strict=True)
    ]


_rounds: Rounds[str, Asker | None] = Rounds(_askers)
