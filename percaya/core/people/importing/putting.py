"""One row into the desk: who it is about is found by address (or name), then made, brought up to date, or left alone."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from percaya.core.journal.actions import version_of
from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import add_handle, change_contact, create_contact
from percaya.core.people.actions.organisations import change_organisation, create_organisation
from percaya.core.people.importing.rows import Given
from percaya.core.people.models import Contact, Handle, Organisation, OrganisationDomain

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


class Putter:
    """Puts rows of one file. Organisations that rows name are remembered, so that each is looked for once."""

    def __init__(self, workspace_id: int, on_match: str, by: Actor) -> None:
        self.workspace_id, self.on_match, self.by = workspace_id, on_match, by
        self._organisations: dict[str, int] = {}

    def contact(self, given: Given) -> str:
        """Raises ``ValidationError``: the addresses belong to two contacts, or a value does not fit."""
        held = self._holders(given.addresses)
        contacts = set(held.values())
        if len(contacts) > 1:
            raise ValidationError(_("The addresses belong to two contacts. Merge them first, or split the row."))
        known = Contact.objects.get(pk=contacts.pop()) if contacts else None
        if self._leaves(known is not None):
            return UNCHANGED
        columns: dict[str, Any] = {key: value for key, value in given.columns.items() if key != "organisation"}
        if name := given.columns.get("organisation"):
            columns["organisation"] = self._organisation(name)
        missing = [address for address in given.addresses if address not in held]
        if known is None:
            made = create_contact(workspace_id=self.workspace_id, attributes=given.attributes, by=self.by, **columns)
            return self._addressed(made, missing, CREATED)
        return self._changed("contact", known.pk, lambda: self._update(known, columns, given, missing))

    def organisation(self, given: Given) -> str:
        """Raises ``ValidationError``: a domain is none or another's, or a value does not fit."""
        known = self._known_organisation(given)
        if self._leaves(known is not None):
            return UNCHANGED
        columns: dict[str, Any] = {**given.columns, "attributes": given.attributes}
        if known is None:
            create_organisation(workspace_id=self.workspace_id, domains=given.domains, by=self.by, **columns)
            return CREATED
        if given.domains:
            columns["domains"] = [*known.domains.values_list("domain", flat=True), *given.domains]
        return self._changed("organisation", known.pk, lambda: change_organisation(organisation=known, by=self.by, **columns))

    def _leaves(self, known: bool) -> bool:
        return (known and self.on_match == "skip") or (not known and self.on_match == "only")

    def _holders(self, addresses: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Who certainly holds which of the addresses."""
        wanted = Q()
        for kind, value in addresses:
            wanted |= Q(kind=kind, value=value)
        rows = Handle.objects.filter(wanted, workspace_id=self.workspace_id, claim="")
        return {(kind, value): contact for kind, value, contact in rows.values_list("kind", "value", "contact_id")}

    def _update(self, known: Contact, columns: dict[str, Any], given: Given, missing: list[tuple[str, str]]) -> None:
        change_contact(contact=known, by=self.by, attributes=given.attributes, **columns)
        self._addressed(known, missing, UPDATED)

    def _addressed(self, contact: Contact, missing: list[tuple[str, str]], outcome: str) -> str:
        for kind, value in missing:
            add_handle(contact=contact, kind=kind, value=value, by=self.by)
        return outcome

    def _changed(self, stream: str, key: int, change: Callable[[], object]) -> str:
        """A change that changes nothing leaves no event: that is how it is told."""
        before = version_of(stream, key)
        change()
        return UPDATED if version_of(stream, key) != before else UNCHANGED

    def _known_organisation(self, given: Given) -> Organisation | None:
        own = Organisation.objects.filter(workspace_id=self.workspace_id)
        named = own.filter(name__iexact=given.columns["name"]).order_by("pk").first()
        if named is not None or not given.domains:
            return named
        domains = OrganisationDomain.objects.filter(workspace_id=self.workspace_id, domain__in=given.domains)
        return own.filter(pk__in=domains.values("organisation_id")).order_by("pk").first()

    def _organisation(self, name: str) -> Organisation:
        rows = Organisation.objects.filter(workspace_id=self.workspace_id)
        key = name.casefold()
        found = rows.filter(pk=self._organisations[key]).first() if key in self._organisations else None
        found = found or rows.filter(name__iexact=name).order_by("pk").first()
        found = found or create_organisation(workspace_id=self.workspace_id, name=name, by=self.by)
        self._organisations[key] = found.pk
        return found
