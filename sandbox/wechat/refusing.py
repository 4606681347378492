"""WeChat's no: an errcode and an errmsg in an HTTP 200."""


class WeChatRefusal(Exception):
    """Refused with `code`; the answer's errmsg gets a request id at its end."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message
