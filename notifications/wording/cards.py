"""The two subscribe-message templates that the mini program asks people to accept."""

from notifications.wording.occasion import Card, Wechat

PROGRESS = Card("progress", "demo-application-progress-0000000000000000001")
PAYMENT = Card("payment", "demo-payment-arrived-000000000000000000000002")


def progress(state: str, tip: str) -> Wechat:
    """申请进度通知: `state` at most 5 Chinese characters, `tip` at most 20 characters once filled in."""
    return Wechat(PROGRESS, {"thing1": "您的申请", "phrase2": state, "time3": "{moment}", "thing4": tip})
