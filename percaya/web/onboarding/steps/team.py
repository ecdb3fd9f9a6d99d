"""Step 4: who answers beside you."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from django.utils.translation import gettext as _

from percaya.core.workspace import policy
from percaya.core.workspace.actions.members import invite
from percaya.core.workspace.models import CustomRole, Member
from percaya.web.accounts.adapter import own
from percaya.web.accounts.mailing import can_mail, mail_invitation
from percaya.web.accounts.words import role_sentence, role_word
from percaya.web.onboarding import progress
from percaya.web.onboarding.steps.page import go_on, show
from percaya.web.ui.doors import MemberRequest

ROLES = ("agent", "supervisor", "admin", "light")
MOST = 50


@dataclass(frozen=True)
class Invited:
    """``link`` is shown this once; only its hash is kept."""

    email: str
    link: str
    was_mailed: bool


def page(request: MemberRequest) -> HttpResponse:
    """POST ``addresses`` (pasted as they come) and ``role``: links to hand out. POST ``next``: go on."""
    given = request.POST.get("addresses", "")
    if request.method == "POST" and not given.strip():
        return go_on(request, "team")
    good, bad = addresses(given)
    role = request.POST.get("role", "agent")
    invited: list[Invited] = []
    trouble = ""
    if bad:
        trouble = _("These are no e-mail addresses: %(bad)s. Nobody was invited yet.") % {"bad": ", ".join(bad[:5])}
    elif len(good) > MOST:
        trouble = _("At most %(count)s at a time. Nobody was invited yet.") % {"count": MOST}
    elif good and role in ROLES and policy.may_give(request.member.rights, policy.rights_of(role)):
        invited = [invite_one(request, email, role) for email in good]
        progress.note(request.member, "team", "done")
    roles = [(each, role_word(each)) for each in ROLES if policy.may_give(request.member.rights, policy.rights_of(each))]
    page = {
        "invited": invited, "trouble": trouble, "given": "" if invited else given, "roles": roles, "role": role,
        "sentences": [(role_word(each), role_sentence(each)) for each, _word in roles], "can_mail": can_mail(),
    }  # fmt: skip
    return show(request, "team", page, status=422 if trouble else 200)


def invite_one(request: MemberRequest, email: str, role: str, custom: CustomRole | None = None) -> Invited:
    """Make the link, and mail it where mail leaves this house."""
    secret = invite(workspace=request.workspace, email=email, role=role, custom_role=custom, by=request.member)
    link = own(f"/join/{secret}")
    return Invited(email, link, _mail(email, link, request.member))


def _mail(email: str, link: str, by: Member) -> bool:
    return mail_invitation(to=email, link=link, by=by)


def addresses(text: str) -> tuple[list[str], list[str]]:
    """Addresses out of pasted text, each once, and what looks like none. "Dewi <dewi@x.id>, budi@x.id; …"."""
    good: dict[str, None] = {}
    bad: list[str] = []
    for bit in re.split(r"[,;\n]+|(?<!\s)\s+(?=[^\s@<>]+@)", text[:20_000]):
        named = re.search(r"<([^<>]+)>", bit)
        bare = (named[1] if named else bit).strip().lower()
        if not bare:
            continue
        try:
            validate_email(bare)
            good[bare] = None
        except ValidationError:
            bad.append(bare[:60])
    return list(good), bad
