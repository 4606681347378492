"""The ways to say no. Each refusal has a stable code and a plain sentence that says what to do."""

from typing import Any, ClassVar


class Refusal(Exception):
    """A no that the person asking can understand and act on; never a fault of ours.

    A room declares its own refusals as subclasses of the kinds below; `sentence` is Simplified Chinese, fit to be
    shown. `details` may carry what the screen needs (for instance the list of missing papers), never personal data.
    """

    sentence: ClassVar[str] = "现在不能办理，请稍后再试。"

    def __init__(self, sentence: str | None = None, **details: Any) -> None:
        self.shown = sentence or self.sentence
        self.details = details
        super().__init__(self.code)

    @property
    def code(self) -> str:
        """Stable for clients: room and class, such as `applications.NotComplete`."""
        package = type(self).__module__.split(".")
        room = package[1] if len(package) > 1 else package[0]
        return f"{room}.{type(self).__name__}"


class NotSignedIn(Refusal):
    """We do not know who is asking."""

    sentence = "请先登录。"


class NotFound(Refusal):
    """There is no such thing, or none that this person may know of: the two look alike on purpose."""

    sentence = "没有找到，请返回上一页重新选择。"


class NotAllowed(Refusal):
    """It exists, but not for this person."""

    sentence = "您没有办理这件事的权限。"


class NotNow(Refusal):
    """Right in itself, but not in the present state of things."""

    sentence = "现在的办理状态不能这样做，请刷新后再看。"


class NotAcceptable(Refusal):
    """What was given cannot be taken as it is."""

    sentence = "填写的内容有误，请检查后再提交。"


class TooOften(Refusal):
    """Asked more often than anyone needs."""

    sentence = "操作太频繁，请过一会儿再试。"


class NotAvailable(Refusal):
    """A part of the house is down; nothing was done, and asking again later is safe."""

    sentence = "系统暂时忙不过来，您填的内容没有丢，请过几分钟再试。"
