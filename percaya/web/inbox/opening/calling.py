"""Writing down a call: who, when, how long, what was said, what comes next. It opens a ticket or goes into one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core.people import policy, search
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.people.models import Contact
from percaya.core.people.queries import addresses_of, contacts
from percaya.core.promises.actions import make_promise
from percaya.core.tickets.actions.calls import DIRECTIONS, MOST_MINUTES, OUTCOMES, Call, log_call, open_with_call
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries.tickets import visible
from percaya.core.workspace.policy import REPLY
from percaya.web.inbox.answers import ticket_url
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.lists.pages import rail_context

OFFERED = 6  # customers, or tickets of one
_PLAIN = ("caller", "name", "ticket", "direction", "at", "minutes", "said", "outcome", "subject", "promise", "due")


@dataclass
class CallForm:
    """The inputs as text, and sentences by input."""

    caller: str = ""
    name: str = ""
    ticket: str = ""
    direction: str = "in"
    at: str = ""
    minutes: str = ""
    said: str = ""
    outcome: str = "settled"
    subject: str = ""
    promise: str = ""
    due: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, given: Any) -> "CallForm":
        return cls(**{name: given.get(name, "").strip()[:20_000] for name in _PLAIN})

    def wrong(self, name: str, sentence: str) -> None:
        self.errors.setdefault(name, []).append(sentence)


@require_http_methods(["GET", "POST"])
@member_view(REPLY)
def call(request: MemberRequest) -> HttpResponse:
    """The form (``?caller=`` and ``?ticket=`` begin it), and the ticket in which the call stands."""
    if request.method != "POST":
        form = CallForm.read(request.GET)
        form.direction, form.outcome = form.direction or "in", form.outcome or "settled"
        form.at = timezone.localtime(timezone.now(), _zone(request)).strftime("%Y-%m-%dT%H:%M")
        return _page(request, form, 200)
    form = CallForm.read(request.POST)
    found = _found(request, form)
    made = _call(request, form)
    if made is not None and not form.errors:
        try:
            return HttpResponseRedirect(ticket_url(request, _keep(request, form, made).number))
        except Refused as refusal:
            form.wrong("said", str(refusal))
        except ValidationError as refusal:
            form.wrong("caller", " ".join(refusal.messages))
    return _page(request, form, 422, found)


@transaction.atomic
def _keep(request: MemberRequest, form: CallForm, made: Call) -> Ticket:
    """All or nothing: the person, the ticket, the note, the promise."""
    ticket = _named(request, form.ticket)
    if ticket is not None:
        note = log_call(ticket=ticket, call=made, member=request.member, by=request.by)
    else:
        note = _opened(request, form, made)
    if form.promise:
        due = _local(request, form.due)
        if due is None:
            raise Refused(_("By when? A promise needs a day and a time. Nothing was saved yet."))
        make_promise(ticket=note.ticket, text=form.promise, due_at=due, owner=request.member, message=note, by=request.by)
    return note.ticket


def _opened(request: MemberRequest, form: CallForm, made: Call) -> Message:
    contact, handle = resolve_contact(
        workspace_id=request.workspace.pk, kind=_kind(form.caller), value=form.caller, name=form.name, by=request.by
    )
    address = (handle.kind, handle.value)
    return open_with_call(contact=contact, address=address, call=made, subject=form.subject, member=request.member, by=request.by)


def _found(request: MemberRequest, form: CallForm) -> Sequence[tuple[Contact, str]]:
    """Customers of that name, with an address of each to choose; nobody is meant by a name alone."""
    if form.ticket:
        if _named(request, form.ticket) is None:
            form.wrong("ticket", _("There is no such ticket here. Leave it empty for a new one."))
        return ()
    if not form.caller:
        form.wrong("caller", _("Who was it? A phone number, or a name we know."))
        return ()
    if policy.normalise(_kind(form.caller), form.caller):
        return ()
    ids = search.find(request.workspace.pk, form.caller, limit=OFFERED)
    people = contacts(request.workspace.pk).in_bulk(ids)
    addresses = addresses_of(ids)
    named = [
        (people[pk], next((value for kind, value in addresses.get(pk, []) if kind in ("phone", "email")), ""))
        for pk in ids
        if pk in people
    ]
    form.wrong(
        "caller",
        _("Choose whom you mean, or enter a phone number.") if named else _("Nobody is known by that. Enter a phone number."),
    )
    return [(person, address) for person, address in named if address]


def _call(request: MemberRequest, form: CallForm) -> Call | None:
    at = _local(request, form.at)
    if at is None:
        form.wrong("at", _("When was it? Enter a day and a time."))
    minutes = int(form.minutes) if form.minutes.isascii() and form.minutes.isdecimal() and len(form.minutes) < 5 else 0
    if form.minutes and not 0 <= minutes <= MOST_MINUTES:
        form.wrong("minutes", _("At most a day. Enter how many minutes it took."))
    if at is None or form.direction not in DIRECTIONS or form.outcome not in OUTCOMES:
        return None
    number = policy.normalise(_kind(form.caller), form.caller)
    return Call(direction=form.direction, number=number, at=at, minutes=minutes, outcome=form.outcome, said=form.said)


def _named(request: MemberRequest, number: str) -> Ticket | None:
    """A ticket that the member may see, by its number."""
    number = number.removeprefix("#")
    if not (number.isascii() and number.isdecimal() and len(number) < 18):
        return None
    return visible(request.member).filter(number=int(number), merged_into=None).first()


def _kind(caller: str) -> str:
    return "email" if "@" in caller else "phone"


def _zone(request: MemberRequest) -> ZoneInfo:
    return ZoneInfo(request.workspace.time_zone)


def _local(request: MemberRequest, text: str) -> datetime | None:
    """A time of the form, in the business's zone."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=_zone(request))


def _page(request: MemberRequest, form: CallForm, status: int, found: Sequence[tuple[Contact, str]] = ()) -> HttpResponse:
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1), _zone(request)).strftime("%Y-%m-%dT09:00")
    context: dict[str, Any] = {
        **rail_context(request, Wanted.read(request.GET)),
        "form": form,
        "found": found,
        "directions": [("in", _("They called us")), ("out", _("We called them"))],
        "outcomes": [
            ("settled", _("Settled on the phone")), ("follow_up", _("Something is left to do")),
            ("unreached", _("Nobody answered")),
        ],
        "tomorrow": tomorrow,
    }  # fmt: skip
    return render(request, "inbox/call.html", context, status=status)
