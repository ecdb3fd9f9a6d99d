"""The customer beside the ticket: what is shown of them, and whether two contacts are one person."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core import public_ids
from percaya.core.people.actions.merging import dismiss_merge, merge_contacts
from percaya.core.people.models import Handle, MergeProposal
from percaya.core.people.queries import open_proposals, proposed_organisation
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.tickets import previous
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import REPLY
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.people import shown
from percaya.web.people.words import language_word


def person(member: Member, found: Ticket, known: Sequence[Handle] | None = None) -> dict[str, Any]:
    """What ``inbox/parts/person.html`` draws. ``by_number`` has said already what there is nothing to ask for; ``known`` are
    the customer's addresses where the composer has asked for them."""
    contact, there = found.contact, vars(found)
    notes = shown.notes(contact.pk, shown.NOTES_BESIDE + 1) if there["has_notes"] else []
    proposed = proposed_organisation(contact) if there["may_belong"] else None
    return {
        "contact": contact,
        "public_id": shown.public_id(contact.pk),
        "organisation_id": public_ids.encode("organisation", contact.organisation_id) if contact.organisation_id else "",
        "language_word": language_word(contact.language),
        "local_time": shown.local_time(contact, timezone.now()),
        "addresses": shown.addresses(contact.pk, known),
        "fields": shown.fields(contact, filled=True) if contact.attributes else [],
        "others": previous(found, member),
        "proposals": list(open_proposals(contact.pk)) if there["may_be_merged"] else [],
        "proposed": (public_ids.encode("organisation", proposed[0].pk), proposed[0].name, proposed[1]) if proposed else None,
        "notes": notes[: shown.NOTES_BESIDE],
        "more_notes": len(notes) > shown.NOTES_BESIDE,
        "consents": shown.standing(shown.ledger(contact.pk)) if there["has_consents"] else [],
    }


@require_POST
@member_view(REPLY)
def proposal(request: MemberRequest, proposal_id: int, verdict: str) -> HttpResponse:
    """Say whether two contacts are one person: ``merge`` or ``dismiss``."""
    found = (
        MergeProposal.objects.select_related("first", "second")
        .filter(workspace=request.workspace, pk=proposal_id, state="open")
        .first()
    )
    if found is None or verdict not in ("merge", "dismiss"):
        raise Http404
    if verdict == "dismiss":
        dismiss_merge(proposal=found, by=request.by)
        return _back(request, _("They stay two people."))
    keep, gone = (found.first, found.second) if request.POST.get("keep") != str(found.second_id) else (found.second, found.first)
    try:
        merge_contacts(keep=keep, gone=gone, by=request.by)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request, "")
    return _back(request, _("Now one person; the tickets of both stand together."))


def _back(request: MemberRequest, said: str) -> HttpResponse:
    if said:
        messages.success(request, said)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if safe else "/")
