"""Foreign text: what providers and people write, as PostgreSQL and UTF-8 can hold it."""


def clean(value: object, longest: int) -> str:
    """JSON may bring NUL and half surrogate pairs; cut to `longest` characters."""
    return str(value).encode("utf-8", "replace").decode().replace("\0", "")[:longest]
