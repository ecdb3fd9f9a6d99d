"""Who is there in the demo, and one team whose tickets are given out; the others take theirs themselves."""

from percaya.core.journal.actor import Actor
from percaya.core.workspace.models import Member
from percaya.demo.shop import Shop
from percaya.stages.routing.actions.availability import change_seat, set_availability
from percaya.stages.routing.actions.planning import change_team, save_rule
from percaya.stages.routing.actions.tending import take_backlog

_THERE = {
    "dewi": ("available", ""), "wayan": ("transfers_only", ""), "sari": ("available", ""), "budi": ("break", "prayer"),
    "grace": ("async_only", ""),
}  # fmt: skip
_KNOWS = {
    "dewi": (["batik tulis", "grosir"], ["id"]), "sari": (["refund", "retur"], ["id"]), "grace": (["retur"], ["id", "en"]),
    "wayan": (["refund", "pajak"], ["id"]),
}  # fmt: skip


def give_out(shop: Shop) -> None:
    """Last, so that nothing of the stories is given to anybody else than they tell."""
    by = Actor.member(shop.members["wayan"].pk)
    for key, (skills, languages) in _KNOWS.items():
        change_seat(member=shop.members[key], limit=None, skills=skills, languages=languages, by=by)
    for key, (status, reason) in _THERE.items():
        member: Member = shop.members[key]
        set_availability(member=member, status=status, reason=reason, by=Actor.member(member.pk))
    rule = {
        "match": "any",
        "of": [{"field": "subject", "op": "contains", "value": word} for word in ("retur", "tukar", "refund")],
    }
    retur, orders = shop.teams["Retur"], shop.teams["Pesanan"]
    save_rule(workspace=shop.workspace, rule=None, conditions=rule, team=retur, skills=[], is_on=True, by=by)
    change_team(
        team=retur, strategy="least_loaded", match_language=True, overflow_team_id=orders.pk, overflow_minutes=30,
        reassign="away", reassign_minutes=60, by=by,
    )  # fmt: skip
    take_backlog(workspace_id=shop.workspace.pk)
