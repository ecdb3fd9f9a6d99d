"""Organisations and the domains of mail by which their people are known."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people import policy
from percaya.core.people.attributes import clean_attributes
from percaya.core.people.events import OrganisationChanged, OrganisationCreated
from percaya.core.people.models import Organisation, OrganisationDomain
from percaya.core.people.models.organisation import Joining


@transaction.atomic
def create_organisation(*, workspace_id: int, name: str, domains: Sequence[str] = (), by: Actor, **columns: Any) -> Organisation:
    """``columns``: notes, joining, attributes. Raises ``ValidationError`` as ``change_organisation`` does."""
    columns["attributes"] = clean_attributes(workspace_id, "organisation", columns.get("attributes") or {})
    made = Organisation.objects.create(workspace_id=workspace_id, name=_named(name), **columns)
    record(OrganisationCreated(workspace_id=workspace_id, organisation=made.pk), by=by)
    _set_domains(made, domains)
    return made


@transaction.atomic
def change_organisation(*, organisation: Organisation, by: Actor, **changes: Any) -> Organisation:
    """Set name, notes, joining, shares_tickets, domains (the whole list) or attributes (the keys given; ``None`` takes one away).

    Raises ``ValidationError``: no name, a domain that is none, everybody's, or another organisation's."""
    held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    what: list[str] = []
    if "name" in changes:
        changes["name"] = _named(changes["name"])
    if changes.get("joining", held.joining) not in Joining.values:
        raise ValidationError(_("There is no such way to join."))
    for column in ("name", "notes", "joining", "shares_tickets"):
        if column in changes and getattr(held, column) != changes[column]:
            setattr(held, column, changes[column])
            what.append(column)
    if "attributes" in changes:
        given = changes["attributes"]
        wanted = clean_attributes(held.workspace_id, "organisation", given)
        merged = {k: v for k, v in {**held.attributes, **wanted}.items() if k not in given or k in wanted}
        what += [f"attributes.{key}" for key in given if held.attributes.get(key) != merged.get(key)]
        held.attributes = merged
    if "domains" in changes and _set_domains(held, changes["domains"]):
        what.append("domains")
    if what:
        held.save()
        event = OrganisationChanged(workspace_id=held.workspace_id, organisation=held.pk, what=tuple(sorted(what)))
        record(event, by=by)
    return held


def _named(name: str) -> str:
    name = policy.clean_name(name)
    if not name:
        raise ValidationError(_("An organisation needs a name."))
    return name


def _set_domains(organisation: Organisation, domains: Sequence[str]) -> bool:
    """Make the list exactly this; whether it changed."""
    wanted = set()
    for text in filter(str.strip, domains):
        domain = policy.clean_domain(text)
        if not domain:
            raise ValidationError(_("“%(value)s” is not a domain.") % {"value": text.strip()})
        if domain in policy.PUBLIC_DOMAINS:
            raise ValidationError(_("%(value)s is everybody's mail: it tells nothing about an organisation.") % {"value": domain})
        wanted.add(domain)
    rows = OrganisationDomain.objects.filter(organisation=organisation)
    there = set(rows.values_list("domain", flat=True))
    rows.filter(domain__in=there - wanted).delete()
    for domain in sorted(wanted - there):
        _add_domain(organisation, domain)
    return wanted != there


def _add_domain(organisation: Organisation, domain: str) -> None:
    try:
        with transaction.atomic():
            OrganisationDomain.objects.create(workspace_id=organisation.workspace_id, organisation=organisation, domain=domain)
    except IntegrityError:
        raise ValidationError(_("%(value)s is another organisation's. Nothing was changed.") % {"value": domain}) from None
