"""How amounts and numbers are written for people. One that is not known raises: a text must not pretend to be whole."""

from backend.money import short_yuan


def written_amount(fen: object) -> str:
    """「50」 from 5000 fen; ValueError for anything but a positive whole number of fen."""
    if not isinstance(fen, int) or isinstance(fen, bool) or fen <= 0:
        raise ValueError("no amount in fen")
    return short_yuan(fen)


def written_tail(value: object) -> str:
    """The last digits of an account; ValueError when there are none or they are no digits."""
    if not isinstance(value, str) or not (value.isascii() and value.isdigit()):
        raise ValueError("no last digits of an account")
    return value


def written_number(value: object) -> str:
    """A case number as it stands; ValueError when there is none."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("no case number")
    return value
