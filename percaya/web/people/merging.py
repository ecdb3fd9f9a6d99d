"""Two contacts into one by hand: chosen, looked at side by side, done, taken back. And an address to whom it belongs."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.people.actions.handles import move_handle
from percaya.core.people.actions.merging import merge_contacts, separate_contacts
from percaya.core.people.models import Contact, ContactMerge, Handle
from percaya.core.people.queries import consents_of, contact_of, notes_of, page
from percaya.core.tickets.queries.tickets import visible
from percaya.core.workspace.policy import REPLY
from percaya.web.people import history, shown
from percaya.web.people.finding import back, contact_url, living, not_done, part_of
from percaya.web.ui.doors import MemberRequest, member_view

FOUND = 12


@require_http_methods(["GET", "POST"])
@member_view(REPLY)
def merge(request: MemberRequest, public_id: str) -> HttpResponse:
    """``?q=`` finds the other one, ``?with=`` shows both side by side; POST ``with`` merges that one into this one."""
    keep = living(request, public_id)
    chosen = request.POST.get("with") or request.GET.get("with", "")
    gone = _other(request, keep, chosen)
    if request.method == "POST" and gone is not None:
        try:
            merge_contacts(keep=keep, gone=gone, by=request.by)
        except ValidationError as error:
            return not_done(request, contact_url(request, keep.pk), error)
        return back(request, contact_url(request, keep.pk), _("Now one person. It can be taken back for seven days."))
    context = {"keep": _side(request, keep), "gone": _side(request, gone) if gone else None, **_search(request, keep)}
    return render(request, "people/merge.html", context)


@require_POST
@member_view(REPLY)
def separate(request: MemberRequest, public_id: str, merge_id: int) -> HttpResponse:
    """Take a merge back."""
    keep = living(request, public_id)
    rows = ContactMerge.objects.filter(keep_id=keep.pk, pk=merge_id if merge_id < 1 << 62 else 0)
    try:
        for found in rows[:1]:
            gone = separate_contacts(merge=found, by=request.by)
            return back(request, contact_url(request, gone.pk), _("Two people again. What came since stays with the first."))
    except ValidationError as error:
        return not_done(request, contact_url(request, keep.pk), error)
    return not_done(request, contact_url(request, keep.pk), ValidationError(_("There is no such merge.")))


@require_http_methods(["GET", "POST"])
@member_view(REPLY)
def move(request: MemberRequest, public_id: str, handle_id: int) -> HttpResponse:
    """``?q=`` finds whose address it is; POST ``to`` gives it to them."""
    held_by = living(request, public_id)
    handle = part_of(Handle.objects.all(), held_by, handle_id)
    to = _other(request, held_by, request.POST.get("to", ""))
    if request.method == "POST" and to is not None:
        try:
            move_handle(handle=handle, to=to, by=request.by)
        except ValidationError as error:
            return not_done(request, contact_url(request, held_by.pk), error)
        return back(request, contact_url(request, to.pk), _("Address moved here. Its tickets stay where they were."))
    context = {
        "contact": held_by,
        "public_id": public_id,
        "handle_id": handle.pk,
        "address": shown.address_text(handle.kind, handle.value),
        **_search(request, held_by),
    }
    return render(request, "people/move.html", context)


def _other(request: MemberRequest, one: Contact, public_id: str) -> Contact | None:
    """A living contact of the workspace besides this one."""
    found = contact_of(request.workspace.pk, public_ids.decode("contact", public_id)) if public_id else None
    return found if found and found.merged_into_id is None and found.pk != one.pk else None


def _search(request: MemberRequest, one: Contact) -> dict[str, Any]:
    text = request.GET.get("q", "")[:200].strip()
    rows = page(request.workspace.pk, text, limit=FOUND).rows if text else []
    found = [
        (shown.public_id(row.id), row.name, [shown.address_text(kind, value) for kind, value in row.addresses])
        for row in rows
        if row.id != one.pk
    ]
    return {"q": text, "found": found}


def _side(request: MemberRequest, one: Contact) -> dict[str, Any]:
    """One column of the preview."""
    words = history.column_words(one.workspace_id, "contact")
    plain = [("name", one.name), ("salutation", one.salutation), ("language", one.language), ("time_zone", one.time_zone)]
    plain += [("organisation", one.organisation.name if one.organisation else ""), ("notes", one.notes)]
    return {
        "contact": one,
        "public_id": shown.public_id(one.pk),
        "facts": [(key, words[key], value) for key, value in plain],
        "addresses": shown.addresses(one.pk),
        "fields": shown.fields(one, filled=True),
        "tickets": visible(request.member).of_contact(one.pk).count(),
        "notes": notes_of(one.pk).count(),
        "consents": consents_of(one.pk).count(),
    }
