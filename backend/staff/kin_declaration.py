"""Kin declaration (近亲属备案): which close relatives somebody who handles cases has, by ID number."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class Relation(StrEnum):
    """Close relatives (近亲属); the definition of 民发〔2012〕220号 art. 14, the only one there is (policy §1.9)."""

    SELF = "self"  #: the handler, who may live in the household that asks
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"

    @property
    def shown(self) -> str:
        """As the form says it."""
        return _TITLES[self]


_TITLES = {
    Relation.SELF: "本人",
    Relation.SPOUSE: "配偶",
    Relation.PARENT: "父母",
    Relation.CHILD: "子女",
    Relation.SIBLING: "兄弟姐妹",
    Relation.GRANDPARENT: "祖父母、外祖父母",
    Relation.GRANDCHILD: "孙子女、外孙子女",
}


class KinDeclaration(Model):
    """One declarer has at most one in force (a constraint); it may name nobody."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    declarer_kind = fields.TextField()
    declarer_id = fields.UUIDField()
    recorded_by = fields.UUIDField()
    made_at = fields.DatetimeField()
    superseded_at = fields.DatetimeField(null=True)

    class Meta:
        table = "kin_declaration"


class DeclaredRelative(Model):
    """A person named in a declaration; need not be on our register."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    declaration_id = fields.UUIDField()
    relation = fields.CharEnumField(Relation, max_length=12)
    name = fields.TextField()
    identity_sealed = fields.BinaryField()
    identity_index = fields.BinaryField()

    class Meta:
        table = "declared_relative"
        unique_together = (("declaration_id", "identity_index"),)
