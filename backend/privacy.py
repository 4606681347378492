"""How a name, an ID number, a phone and an account look when shown to someone who need not see all of it."""


def masked_name(name: str) -> str:
    """张三 is 张*, 张三丰 is 张*丰, 欧阳震华 is 欧**华."""
    if len(name) <= 1:
        return "*"
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def masked_identity_number(number: str) -> str:
    """First three and last four: what policy's masking table lets the person themselves see."""
    return f"{number[:3]}***********{number[-4:]}"


def masked_phone(number: str) -> str:
    """13812345678 is 138****5678."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 7 else "****"


def last_four(number: str) -> str:
    """How an account is named to its owner: 尾号 and these."""
    return number[-4:]
