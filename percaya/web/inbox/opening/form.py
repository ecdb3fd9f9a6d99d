"""The form of a new ticket: what a template begins it with, what was typed, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.desk.models import TicketTemplate
from percaya.core.desk.queries.templates import ticket_templates
from percaya.core.workspace.models import CustomField, Member
from percaya.web.inbox.fields import given

PLAIN = ("address", "name", "subject", "text", "account", "team", "priority", "labels", "topic", "steps")


@dataclass
class NewTicket:
    """The plain inputs as text, custom fields by key, and sentences by input."""

    address: str = ""
    name: str = ""
    subject: str = ""
    text: str = ""
    account: str = ""
    team: str = ""
    priority: str = "normal"
    labels: str = ""
    topic: str = ""
    steps: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, request: HttpRequest, known: Sequence[CustomField]) -> "NewTicket":
        form = cls()
        for name in PLAIN:
            setattr(form, name, request.POST.get(name, "").strip())
        form.priority = form.priority or "normal"
        form.fields = {key: words for key, words in given(request.POST, known).items() if words}
        if not form.address:
            form.errors["address"] = [_("Who is it about? An e-mail address or a phone number is enough.")]
        if not form.subject:
            form.errors["subject"] = [_("A few words on what it is about.")]
        return form

    @classmethod
    def begun(cls, template: TicketTemplate | None) -> "NewTicket":
        """Empty, or as a template begins it."""
        if template is None:
            return cls()
        kept: dict[str, Any] = template.properties
        return cls(
            subject=template.subject,
            text=template.text,
            team=str(kept.get("team") or ""),
            priority=kept.get("priority", "normal"),
            labels=", ".join(kept.get("labels", [])),
            topic=kept.get("topic", ""),
            steps="\n".join(f"! {text}" if required else text for text, required in kept.get("checklist", [])),
            fields=kept.get("fields", {}),
        )

    @property
    def kind(self) -> str:
        return "email" if "@" in self.address else "phone"

    @property
    def words(self) -> list[str]:
        """The labels."""
        return [word.strip() for word in self.labels.split(",") if word.strip()]

    @property
    def checklist(self) -> list[tuple[str, bool]]:
        """A step a line; "!" before one that has to be done before resolving."""
        lines = [line.strip() for line in self.steps.splitlines() if line.strip(" !\t")]
        return [(line.lstrip("! ").strip(), line.startswith("!")) for line in lines]


def chosen_template(member: Member, text: str) -> TicketTemplate | None:
    """The template of a public id, if the member may use it."""
    pk = public_ids.decode("ticket_template", text)
    return ticket_templates(member).filter(pk=pk).first() if pk is not None else None


def template_choices(member: Member) -> list[tuple[str, str]]:
    return [(public_ids.encode("ticket_template", pk), name) for pk, name in ticket_templates(member).values_list("pk", "name")]
