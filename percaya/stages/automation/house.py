"""What plans look up in a workspace: people, teams, templates, fields. Each asked for once, and only when needed."""

from functools import cached_property
from typing import TypeVar

from django.db import models

from percaya.core import public_ids
from percaya.core.desk.models import Macro
from percaya.core.tickets.queries.condition_fields import Custom
from percaya.core.tickets.queries.conditions import customs_of
from percaya.core.tickets.queries.fields import ticket_fields
from percaya.core.workspace.models import CustomField, Member, Team, TeamMember, Workspace
from percaya.core.workspace.queries import members, teams

_Row = TypeVar("_Row", bound=models.Model)


class House:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    @cached_property
    def members(self) -> dict[int, Member]:
        return {one.pk: one for one in members(self.workspace.pk)}

    @cached_property
    def teams(self) -> dict[int, Team]:
        return {one.pk: one for one in teams(self.workspace.pk)}

    @cached_property
    def macros(self) -> dict[int, Macro]:
        """Those of everyone: a rule is nobody's own."""
        rows = Macro.objects.filter(workspace=self.workspace, member=None, team=None, is_active=True)
        return {one.pk: one for one in rows}

    @cached_property
    def fields(self) -> dict[str, CustomField]:
        return {one.key: one for one in ticket_fields(self.workspace.pk)}

    @cached_property
    def customs(self) -> dict[str, Custom]:
        return customs_of(self.workspace.pk)

    @cached_property
    def team_people(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        rows = TeamMember.objects.filter(workspace=self.workspace).order_by("pk")
        for team_id, member_id in rows.values_list("team_id", "member_id"):
            found.setdefault(team_id, []).append(member_id)
        return found

    def member(self, public_id: str) -> Member | None:
        return _named(self.members, "member", public_id)

    def team(self, public_id: str) -> Team | None:
        return _named(self.teams, "team", public_id)

    def macro(self, public_id: str) -> Macro | None:
        return _named(self.macros, "macro", public_id)


def _named(rows: dict[int, _Row], kind: str, public_id: str) -> _Row | None:
    return rows.get(public_ids.decode(kind, public_id) or 0)
