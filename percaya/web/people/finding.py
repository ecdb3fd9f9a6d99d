"""The doors of these pages: a contact, an organisation, and what belongs to one, by what stands in the address."""

from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.people.models import Contact, Organisation
from percaya.core.people.queries import contact_of, organisations_called
from percaya.web.ui.doors import MemberRequest

_Row = TypeVar("_Row", bound=Model)


def contact_found(request: MemberRequest, public_id: str) -> Contact:
    """A contact of the own workspace, a merged one too. Raises ``Http404``."""
    found = contact_of(request.workspace.pk, public_ids.decode("contact", public_id))
    if found is None:
        raise Http404
    return found


def living(request: MemberRequest, public_id: str) -> Contact:
    """A contact that can be changed. Raises ``Http404``."""
    found = contact_found(request, public_id)
    if found.merged_into_id is not None:
        raise Http404
    return found


def organisation_found(request: MemberRequest, public_id: str) -> Organisation:
    rows = Organisation.objects.filter(workspace=request.workspace)
    found = rows.filter(pk=public_ids.decode("organisation", public_id) or 0).first()
    if found is None:
        raise Http404
    return found


def organisation_named(request: MemberRequest, text: str) -> Organisation | None:
    """The organisation of a public id in a form; ``None`` for none."""
    key = public_ids.decode("organisation", text) if text else None
    return Organisation.objects.filter(workspace=request.workspace, pk=key).first() if key else None


def organisation_typed(request: MemberRequest, known: Organisation | None = None) -> Organisation | None:
    """The organisation whose name stands in a form (``organisation_name``); ``known`` is the one it had. None for an empty
    name. Raises ``ValidationError`` that names those it could be, where none or several are called so."""
    name = " ".join(request.POST.get("organisation_name", "").split())[:160]
    if not name or (known is not None and name.casefold() == known.name.casefold()):
        return known if name else None
    found = organisations_called(request.workspace.pk, name, limit=6)
    exact = [pk for pk, called in found if called.casefold() == name.casefold()]
    if len(exact) == 1:
        return Organisation.objects.get(workspace=request.workspace, pk=exact[0])
    if exact:
        raise ValidationError(
            _("Several organisations are called “%(name)s”. Nothing was saved: give them names of their own first.")
            % {"name": name}
        )
    if not found:
        raise ValidationError(_("No organisation is called “%(name)s”. Nothing was saved: make it first.") % {"name": name})
    others = ", ".join(called for _pk, called in found)
    raise ValidationError(
        _("No organisation is called exactly “%(name)s”. Nothing was saved. Perhaps: %(others)s.")
        % {"name": name, "others": others}
    )


def part_of(rows: QuerySet[_Row], contact: Contact, key: int) -> _Row:
    """A note, consent or address only through its own contact. Raises ``Http404``."""
    found = rows.filter(contact_id=contact.pk, pk=key).first() if key < 1 << 62 else None
    if found is None:
        raise Http404
    return found


def contact_url(request: MemberRequest, contact_id: int) -> str:
    return reverse("people:contact", args=[request.workspace.slug, public_ids.encode("contact", contact_id)])


def organisation_url(request: MemberRequest, organisation_id: int) -> str:
    return reverse("people:organisation", args=[request.workspace.slug, public_ids.encode("organisation", organisation_id)])


def back(request: MemberRequest, usual: str, said: str = "") -> HttpResponse:
    """To where the form says it stood (the ticket beside which it was), else to the usual page."""
    if said:
        messages.success(request, said)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if safe else usual)


def not_done(request: MemberRequest, usual: str, why: ValidationError) -> HttpResponse:
    messages.error(request, " ".join(why.messages))
    return back(request, usual)
