"""Articles from elsewhere: a zip of Markdown files."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core.knowledge.actions.importing import bring_in
from percaya.core.knowledge.bringing import Unreadable, read_zip
from percaya.core.workspace.policy import CURATE
from percaya.web.ui.doors import MemberRequest, member_view

MOST_PACKED = 25 * 1024 * 1024


@require_http_methods(["GET", "POST"])
@member_view(CURATE)
def page(request: MemberRequest) -> HttpResponse:
    """POST ``file``, and ``publish`` to publish what says so itself."""
    context: dict[str, Any] = {"brought": None, "trouble": ""}
    if request.method != "POST":
        return render(request, "knowledge/bring.html", context)
    file = request.FILES.get("file")
    if file is None:
        context["trouble"] = _("Choose a zip file. Nothing was imported.")
    elif (file.size or 0) > MOST_PACKED:
        context["trouble"] = _("The file is larger than 25 MB. Nothing was imported; make two of it.")
    else:
        try:
            bundle = read_zip(file.read(), language=request.workspace.language)
        except Unreadable as error:
            said = _("This file cannot be read as a zip of Markdown files (%(why)s). Nothing was imported.")
            context["trouble"] = said % {"why": error}
        else:
            context["brought"] = bring_in(
                workspace_id=request.workspace.pk,
                bundle=bundle,
                member=request.member,
                may_publish="publish" in request.POST,
                by=request.by,
            )
    return render(request, "knowledge/bring.html", context, status=422 if context["trouble"] else 200)
