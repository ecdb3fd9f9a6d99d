"""What can be done with a connected channel: pause, check, try, give it other keys, see to a warning, let go of it."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.channels.registry import channel
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.replying import Reply, write_reply
from percaya.core.tickets.models import Ticket
from percaya.core.workspace import policy, seal
from percaya.core.workspace.actions.accounts import change_account, disconnect_account, report_alarm
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.seal import Unsealable
from percaya.stages.delivery.checking import check_outgoing
from percaya.stages.delivery.keys import check_keys
from percaya.stages.delivery.queries import ToSend, may_send, templates_of
from percaya.stages.delivery.templates import NotSynced, sync_now
from percaya.stages.intake.actions.recalling import recall_later
from percaya.stages.intake.doors.checking import check_incoming
from percaya.web.onboarding import trying
from percaya.web.settings import channel_shown as shown
from percaya.web.settings import slots
from percaya.web.settings.frame import refused, saved, show
from percaya.web.settings.pages.channels import account_of, form_page
from percaya.web.ui.doors import MemberRequest, member_view


@member_view(policy.ADMINISTER)
@require_POST
def pause(request: MemberRequest, public_id: str) -> HttpResponse:
    """Stop or go on taking and sending. Open tickets stay as they are."""
    account = account_of(request, public_id)
    change_account(account=account, is_active=not account.is_active, by=Actor.member(request.member.pk))
    said = (
        _("It takes and sends again.")
        if account.is_active
        else _("Paused. Open tickets stay; nothing comes in or goes out here.")
    )
    return saved(request, "channels", said=said)


@member_view(policy.ADMINISTER)
@require_POST
def check(request: MemberRequest, public_id: str) -> HttpResponse:
    """Try to log in both ways, now; nothing is fetched or sent."""
    account = account_of(request, public_id)
    kind = channel(account.channel)
    try:
        found = [
            (_("Mail comes in"), check_incoming(account)),
            (_("Mail goes out"), check_outgoing(account)),
            (_("Keys"), check_keys(account=account, hook_url=shown.hook_url(kind, account), by=Actor.member(request.member.pk))),
        ]
    except Unsealable as trouble:
        found = [(_("Passwords"), str(trouble))]
    if ("", _("Keys")) in [(trouble, what) for what, trouble in found]:
        recall_later(account_of(request, public_id))  # its webhook may have been off until now
    checked = [(what, trouble) for what, trouble in found if trouble is not None]
    return form_page(request, kind, account_of(request, public_id), checked=checked, is_answer=True)


@member_view(policy.ADMINISTER)
@require_POST
def send_test(request: MemberRequest, public_id: str) -> HttpResponse:
    """Write to the channel as a customer would: a real ticket, timed. Where only a provider's own people can write, answer its
    newest talk instead."""
    account = account_of(request, public_id)
    if not account.is_active:
        raise Http404
    if not trying.can_try(account):
        return _answer_newest(request, account, public_id)
    tried = trying.send(account, request.member)
    if tried.ticket is None:
        said = _("It came in but could not be read. It is kept under “Held and stuck”; nothing was lost.")
        return refused(request, "channels", said=said)
    facts = {"number": tried.ticket.number, "time": tried.spoken}
    return saved(request, "channels", said=_("Ticket #%(number)s was there after %(time)s s.") % facts)


def _answer_newest(request: MemberRequest, account: ChannelAccount, public_id: str) -> HttpResponse:
    if not shown.abilities(channel(account.channel), account)["can_answer"]:
        raise Http404
    rows = Ticket.objects.visible_to(request.member).filter(account=account, merged_into=None).exclude(state="closed")
    ticket = rows.order_by("-pk").first()
    if ticket is None:
        said = _("Nobody has written here yet. Write to it from your own phone first; then we can answer.")
        return refused(request, "channel", public_id, said=said)
    text = _("This is a test message from %(business)s. You need not answer it.") % {"business": request.workspace.name}
    if no := may_send(ticket=ticket, what=ToSend(text=text)):
        return refused(request, "channel", public_id, said=no.sentence)
    try:
        write_reply(ticket=ticket, reply=Reply(text=text), member=request.member, by=Actor.member(request.member.pk))
    except Refused as why:
        return refused(request, "channel", public_id, said=str(why))
    said = _("A test message is on its way to the newest talk, ticket #%(number)s.") % {"number": ticket.number}
    return saved(request, "channel", public_id, said=said)


@member_view(policy.ADMINISTER)
@require_POST
def rotate(request: MemberRequest, public_id: str) -> HttpResponse:
    """POST ``key`` and ``value``: another secret in place of the one that is kept. Without a value one of ours is made, and
    stands in the answer this once."""
    account = account_of(request, public_id)
    kind, key = channel(account.channel), request.POST.get("key", "")
    slot = next((one for one in kind.settings if one.kind == "secret" and one.key == key), None)
    if slot is None:
        raise Http404
    value, made = request.POST.get("value", "")[:500], None
    if not value and key in slots.OURS:
        value = seal.new_secret()
        made = (slots.label_of(slot), value)
    if not value:
        return refused(request, "channel", public_id, said=_("Nothing was entered. The secret stays as it is."))
    change_account(account=account, secrets={key: value}, by=Actor.member(request.member.pk))
    if made is not None:
        return form_page(request, kind, account_of(request, public_id), made=made, is_answer=True)
    said = _("Replaced. The old one is forgotten; check the connection now.")
    return saved(request, "channel", public_id, said=said)


@member_view(policy.ADMINISTER)
@require_POST
def missed(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask the provider for what it could not tell while its webhook was off."""
    account = account_of(request, public_id)
    if not recall_later(account):
        raise Http404
    said = _(
        "We are asking the provider for what was written meanwhile. What is missing appears in the inbox; nothing comes twice."
    )
    return saved(request, "channel", public_id, said=said)


@member_view(policy.ADMINISTER)
@require_POST
def seen(request: MemberRequest, public_id: str) -> HttpResponse:
    """Somebody has seen to what the provider warned of."""
    account = account_of(request, public_id)
    report_alarm(account.pk, "")
    return saved(request, "channel", public_id, said=_("The warning is put away."))


@member_view(policy.ADMINISTER)
@require_POST
def disconnect(request: MemberRequest, public_id: str) -> HttpResponse:
    """POST ``sure``: let go of it for good."""
    account = account_of(request, public_id)
    if "sure" not in request.POST:
        return refused(request, "channel", public_id, said=_("Nothing was disconnected. Tick that you are sure."))
    disconnect_account(account=account, by=Actor.member(request.member.pk))
    said = _("%(name)s is disconnected and its keys are forgotten. Its tickets stay.") % {"name": account.name}
    return saved(request, "channels", said=said)


@member_view(policy.ADMINISTER)
@require_GET
def templates(request: MemberRequest, public_id: str) -> HttpResponse:
    account = account_of(request, public_id)
    if not shown.abilities(channel(account.channel), account)["has_templates"]:
        raise Http404
    context = {"account": account, "public_id": public_id, "templates": templates_of(account), "row": shown.row_of(account)}
    return show(request, "channel_templates", "channels", context)


@member_view(policy.ADMINISTER)
@require_POST
def sync(request: MemberRequest, public_id: str) -> HttpResponse:
    """Fetch the templates now."""
    account = account_of(request, public_id)
    if not shown.abilities(channel(account.channel), account)["has_templates"]:
        raise Http404
    try:
        count = sync_now(account)
    except NotSynced as why:
        return refused(request, "channel_templates", public_id, said=str(why))
    return saved(request, "channel_templates", public_id, said=_("%(count)s templates fetched.") % {"count": count})
