"""Text parts (计费条数): how many texts the provider charges for one."""

_FIRST_PART, _FURTHER_PARTS = 70, 67  # characters of a text in one part, and of each part of a longer one


def parts_of(text: str) -> int:
    """How many parts a text is charged as. A rare character such as 𠮷 takes the place of two."""
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= _FIRST_PART else -(-length // _FURTHER_PARTS)
