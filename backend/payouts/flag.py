"""Flag (核查提示): what an officer must look at and decide before a row of a batch goes on, and what merely warns."""

from enum import StrEnum


class FlagKind(StrEnum):
    """What was noticed of a payee. Sources: policy §13.2 (audit findings, matches for every run) and §13.3."""

    SAME_PERSON = "same_person"
    SHARED_ACCOUNT = "shared_account"
    HOLDER_DIFFERS = "holder_differs"
    DETAINED = "detained"
    MOVED_AWAY = "moved_away"
    STAFF = "staff"
    STAFF_KIN = "staff_kin"
    STAFF_ACCOUNT = "staff_account"
    CLASH = "clash"
    LUHN = "luhn"
    DIED = "died"  #: this and the next two after the approval, and held back by rule: nobody decides them
    ACCOUNT_CLOSED = "account_closed"
    AGREEMENT_OVER = "agreement_over"

    @property
    def shown(self) -> str:
        """As the batch's page says it."""
        return _TITLES[self]

    @property
    def warns_only(self) -> bool:
        """Whether the batch may go on without a decision: the bank will say whether the account is right."""
        return self is FlagKind.LUHN

    @property
    def by_rule(self) -> bool:
        """Whether the row is held back without a decision, for it must not go to the bank."""
        return self in (FlagKind.DIED, FlagKind.ACCOUNT_CLOSED, FlagKind.AGREEMENT_OVER)


_TITLES = {
    FlagKind.SAME_PERSON: "批次里有姓名、性别、出生日期都相同的另一个人，可能是同一个人登记了两次",
    FlagKind.SHARED_ACCOUNT: "收款账号也登记在别人名下",
    FlagKind.HOLDER_DIFFERS: "户名不是本人，也没有在用的代领协议",
    FlagKind.DETAINED: "登记为服刑、在押或者限制人身自由",
    FlagKind.MOVED_AWAY: "户籍已不在本县",
    FlagKind.STAFF: "本人是在岗的工作人员或者村干部",
    FlagKind.STAFF_KIN: "工作人员或者村干部的近亲属，办件时没有按近亲属备案",
    FlagKind.STAFF_ACCOUNT: "收款账号是工作人员或者村干部的",
    FlagKind.CLASH: "同时领着按规定不能一起领的待遇",
    FlagKind.LUHN: "银行卡号校验位不对，可能登记错了",
    FlagKind.DIED: "复核以后登记了去世",
    FlagKind.ACCOUNT_CLOSED: "复核以后更换或者停用了收款账户",
    FlagKind.AGREEMENT_OVER: "复核以后代领协议到期或者终止",
}


class FlagDecision(StrEnum):
    """What the officer decides: the month goes to the bank all the same, or is taken out and stays owed."""

    PAY = "pay"
    WITHHOLD = "withhold"

    @property
    def shown(self) -> str:
        """As the page and the button say it."""
        return {FlagDecision.PAY: "照发", FlagDecision.WITHHOLD: "这次不发"}[self]
