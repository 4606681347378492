"""The two ways in which Aliyun says no: the gateway by HTTP status, the business by a code in an HTTP 200."""


class GatewayRefusal(Exception):
    """Refused before the business saw it."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


class BusinessRefusal(Exception):
    """Refused by the SMS service: HTTP 200 with a Code other than OK."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message
