"""Errand (跑腿任务): what a cadre is asked to do at somebody's door."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class ErrandKind(StrEnum):
    """What is to be done."""

    DELIVER_MESSAGE = "deliver_message"
    COLLECT_PAPERS = "collect_papers"
    FIX_ACCOUNT = "fix_account"
    CERTIFY_LIFE = "certify_life"
    CALL_BACK = "call_back"
    PROVE_BOARD = "prove_board"  #: photograph the notice on the board
    ASK_AFTER = "ask_after"  #: a screening found somebody who may be entitled, or in need
    SIGN_AGREEMENT = "sign_agreement"  #: the agreement on who cares for a child (养育协议) is to be signed

    @property
    def shown(self) -> str:
        """As the cadre's list shows it."""
        return _KIND_TITLES[self]

    @property
    def proof(self) -> "Proof":
        """What it takes to have it done."""
        return _PROOFS[self]


class Proof(StrEnum):
    """What shows that an errand was done, and not only ticked; who was not met is noted without."""

    PHOTO = "photo"  #: of the person or the door
    PORTRAIT = "portrait"  #: of the person, taken now: a door says nothing of who lives behind it
    WORDS = "words"  #: what was said or settled; a photo says it too
    BOARD = "board"  #: the photo of the notice itself, which closes it

    @property
    def shown(self) -> str:
        """As the cadre's list shows it."""
        return _PROOF_TITLES[self]


class Outcome(StrEnum):
    """How it went at the door."""

    DONE = "done"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    MOVED_AWAY = "moved_away"
    DIED = "died"  #: who went there heard that the person has died; the township records it

    @property
    def shown(self) -> str:
        """As the cadre ticks it."""
        return _OUTCOME_TITLES[self]


_KIND_TITLES = {
    ErrandKind.DELIVER_MESSAGE: "上门告知",
    ErrandKind.COLLECT_PAPERS: "帮忙补材料",
    ErrandKind.FIX_ACCOUNT: "核对收款账户",
    ErrandKind.CERTIFY_LIFE: "上门生存认证",
    ErrandKind.CALL_BACK: "回电话",
    ErrandKind.PROVE_BOARD: "拍公示栏",
    ErrandKind.ASK_AFTER: "上门了解",
    ErrandKind.SIGN_AGREEMENT: "签养育协议",
}
_PROOFS = {
    ErrandKind.DELIVER_MESSAGE: Proof.PHOTO,
    ErrandKind.COLLECT_PAPERS: Proof.WORDS,  # the papers themselves come by their own way
    ErrandKind.FIX_ACCOUNT: Proof.WORDS,
    ErrandKind.CERTIFY_LIFE: Proof.PORTRAIT,
    ErrandKind.CALL_BACK: Proof.WORDS,
    ErrandKind.PROVE_BOARD: Proof.BOARD,
    ErrandKind.ASK_AFTER: Proof.WORDS,
    ErrandKind.SIGN_AGREEMENT: Proof.WORDS,  # the signed paper itself is on file with the award
}
_PROOF_TITLES = {
    Proof.PHOTO: "办好了要附一张现场照片（本人或者家门口）",
    Proof.PORTRAIT: "见到本人，要附一张当场拍的本人近照",
    Proof.WORDS: "办好了要写一句怎么办的",
    Proof.BOARD: "拍公示栏照片上传",
}
_OUTCOME_TITLES = {
    Outcome.DONE: "办好了",
    Outcome.NOT_FOUND: "没找到人",
    Outcome.REFUSED: "本人不同意",
    Outcome.MOVED_AWAY: "已搬走",
    Outcome.DIED: "本人已去世",
}


# How an errand ends that nobody need run any more: no cadre ticks it (`closing`).
NEEDLESS = "needless"


class Errand(Model):
    """`because` is unique: what gave rise to it, such as `message:<id>`, so that a second pass raises it once.

    `due_provisional`: the day counts working days of a year whose holidays were not published. `taken_by`: the cadre
    who sees to it; None where any of the village may. `of_children`: it is about a child's aid, so that its handlers
    see to it in the office (`done_by_officer`), and no cadre reads of it (policy §14.4).
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    resident_id = fields.UUIDField()
    kind = fields.TextField()
    reason = fields.TextField()
    because = fields.CharField(200, unique=True)
    due_on = fields.DateField()
    due_provisional = fields.BooleanField(default=False)
    raised_at = fields.DatetimeField()
    taken_by = fields.UUIDField(null=True)
    taken_at = fields.DatetimeField(null=True)
    done_at = fields.DatetimeField(null=True)
    done_by = fields.UUIDField(null=True)
    outcome = fields.TextField(null=True)
    note = fields.TextField(null=True)
    photo_id = fields.UUIDField(null=True)
    closed_for_death = fields.BooleanField(default=False)
    of_children = fields.BooleanField(default=False)
    done_by_officer = fields.UUIDField(null=True)

    class Meta:
        table = "errand"

    @property
    def outcome_shown(self) -> str:
        """How it ended; blank while it is open."""
        if self.outcome is None:
            return ""
        return "不用去了" if self.outcome == NEEDLESS else Outcome(self.outcome).shown
