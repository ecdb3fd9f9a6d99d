"""The list of labels."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.labels import make_label, remove_from_list, rename_label
from percaya.core.tickets.models import Label
from percaya.core.workspace import policy
from percaya.web.settings.frame import key_of, refused, saved, show
from percaya.web.ui.doors import MemberRequest, member_view


@member_view(policy.CURATE)
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest) -> HttpResponse:
    """POST ``name`` makes one."""
    if request.method == "POST":
        try:
            make_label(workspace_id=request.workspace.pk, name=request.POST.get("name", ""), by=Actor.member(request.member.pk))
        except ValidationError as refusal:
            return refused(request, "labels", said=" ".join(refusal.messages))
        return saved(request, "labels")
    rows = Label.objects.filter(workspace=request.workspace).order_by("name")[:500]
    return show(request, "labels", "labels", {"labels": [(public_ids.encode("label", each.pk), each.name) for each in rows]})


@member_view(policy.CURATE)
@require_POST
def change(request: MemberRequest, public_id: str) -> HttpResponse:
    """POST ``name`` renames (onto a known word: joins the two); POST ``remove`` takes it away."""
    label = Label.objects.filter(workspace=request.workspace, pk=key_of("label", public_id)).first()
    if label is None:
        raise Http404
    by = Actor.member(request.member.pk)
    try:
        if "remove" in request.POST:
            remove_from_list(label=label, by=by)
        else:
            rename_label(label=label, to=request.POST.get("name", ""), by=by)
    except ValidationError as refusal:
        return refused(request, "labels", said=" ".join(refusal.messages))
    return saved(request, "labels")
