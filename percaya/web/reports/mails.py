"""Reports by mail: to oneself, at a local hour, until stopped here or by the link in the mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core.journal.actor import Actor
from percaya.core.workspace.policy import SUPERVISE
from percaya.stages.analytics.actions.reporting import mail_of, plan_mail, stop_mail
from percaya.stages.analytics.queries.mails import mail_of_member, mails_of
from percaya.stages.analytics.rhythm import RHYTHMS
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.reports.asked import wanted

MOST = 10


@require_http_methods(["GET", "POST"])
@member_view(SUPERVISE)
def page(request: MemberRequest) -> HttpResponse:
    want = wanted(request.POST or request.GET, request.workspace)
    if request.method == "POST":
        _plan(request, want.query())
        return HttpResponseRedirect(reverse("reports:mails", args=[request.workspace.slug]))
    context = {
        "mails": mails_of(request.member.pk),
        "rhythms": RHYTHMS,
        "want": want,
        "hours": range(24),
        "address": request.member.user.email,
    }
    return render(request, "reports/mails.html", context)


@require_POST
@member_view(SUPERVISE)
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    mail = mail_of_member(request.member.pk, pk)
    if mail is None:
        raise Http404
    stop_mail(mail=mail, by=request.by)
    messages.success(request, _("Stopped. No further mail leaves."))
    return HttpResponseRedirect(reverse("reports:mails", args=[request.workspace.slug]))


@require_http_methods(["GET", "POST"])
def stop_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A mail program that looks at the link stops nothing: a person presses the button."""
    mail = mail_of(token)
    if mail is None:
        raise Http404
    if request.method == "POST":
        stop_mail(mail=mail, by=Actor.member(mail.owner_id))
        mail.refresh_from_db()
    with translation.override(mail.owner.language):
        return render(request, "reports/stop.html", {"mail": mail})


def _plan(request: MemberRequest, filters: dict[str, object]) -> None:
    rhythm, hour = request.POST.get("rhythm", ""), request.POST.get("hour", "")
    if mails_of(request.member.pk).count() >= MOST:
        messages.error(request, _("You have ten mailed reports already. Nothing was added; stop one first."))
    elif rhythm not in RHYTHMS or not (hour.isascii() and hour.isdecimal() and int(hour) < 24):
        messages.error(request, _("Choose how often and at what hour. Nothing was added."))
    else:
        plan_mail(member=request.member, rhythm=rhythm, hour=int(hour), filters=filters, by=request.by)
        messages.success(request, _("The report comes by mail from now on."))
