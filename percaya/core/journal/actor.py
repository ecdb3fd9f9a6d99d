"""Who did it."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["member", "contact", "system", "token", "rule"]


@dataclass(frozen=True)
class Actor:
    """``kind`` and the id of the row it names (none for the system). A token acts for the member who made it; a rule for
    the business."""

    kind: ActorKind
    id: int | None = None

    @classmethod
    def system(cls) -> "Actor":
        return cls("system")

    @classmethod
    def member(cls, member_id: int) -> "Actor":
        return cls("member", member_id)

    @classmethod
    def contact(cls, contact_id: int) -> "Actor":
        return cls("contact", contact_id)

    @classmethod
    def token(cls, token_id: int) -> "Actor":
        return cls("token", token_id)

    @classmethod
    def rule(cls, rule_id: int) -> "Actor":
        return cls("rule", rule_id)
