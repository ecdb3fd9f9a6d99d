"""Every address of the house, found in the URL table itself, with what its parameters need."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Addresses outside a workspace. Whatever is neither here nor under /w/<slug>/ nor an operation of the API fails the walk.
OPEN = {
    "ui:bundle", "ui:look", "ui:kit", "account_login", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key_done", "account_reset_password_from_key",
    "mfa_authenticate", "mfa_login_webauthn", "api-top", "api-docs", "api-nothing-here", "api-openapi", "api:api-root",
    "forms:loader", "forms:form", "healthz", "readyz", "notices:manifest", "notices:worker", "notices:offline",
    "help:index", "help:of", "help:sitemap", "help:picture", "help:home", "help:search", "help:feed", "help:category",
    "help:article", "help:rate", "portal:logo",
    "files:stand_in", "widget:loader", "widget:panel", "widget:site", "widget:session", "widget:help", "widget:article",
}  # fmt: skip
# Of the person who is logged in, whatever the workspace; they take no id of anything in one.
OWN = {
    "home", "choose_workspace", "account_logout", "account_reauthenticate", "account_change_password",
    "account_set_password", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "usersessions_list",
    "onboarding:business", "notices:share",
}  # fmt: skip
# Opened by an unguessable secret that stands in the address itself (tests of their own check expiry and reuse).
BY_SECRET = {
    "join", "board:wall", "board:wall_now", "board:wall_stream", "reports:stop_by_link", "onboarding:setup", "portal:status",
    "portal:reply", "portal:solved", "portal:not_solved", "portal:file", "portal:rating", "surveys:stop",
}  # fmt: skip
# The customer's own portal: nothing of it opens without a session there (tests/web/portal/test_portal_doors.py walks it).
PORTAL = {
    "portal:enter", "portal:code", "portal:link", "portal:out", "portal:mine", "portal:new", "portal:answered",
    "portal:my_status", "portal:my_reply", "portal:my_solved", "portal:my_not_solved", "portal:my_file", "portal:my_add",
    "portal:my_follow", "portal:my_unfollow",
}  # fmt: skip
# By a signed pass in a header, good for one visitor's own conversations (tests/web/widget holds that).
BY_PASS = {f"widget:{name}" for name in ("say", "talk", "heard", "here", "link", "forget", "file", "rate", "keep")}
BY_SECRET |= BY_PASS
# By the vendor's signature over the request, under an address that cannot be guessed (tests/web/hooks holds that).
BY_SECRET |= {"hooks:knock"}
# By a signed and dying token for one file that was sent (tests/web/files holds that).
BY_SECRET |= {"files:file"}
METRICS = {"metrics"}  # answers on loopback or with its own token only

# What a parameter names: a row of a workspace, or just a word.
OBJECTS = {
    "number", "message_id", "attachment_id", "public_id", "pk", "arrival_id", "job_id", "proposal_id", "promise_id", "account_id",
    "team_id",
    "member_id", "token_id", "label_id", "contact_id", "ticket_id", "invitation_id", "form_id", "draft_id",
    "handle_id", "note_id", "consent_id", "merge_id", "import_id",
    "joining_id", "link_id", "calendar_id", "run_id",
}  # fmt: skip
WORDS = {"tile", "metric", "slug", "verb", "kind", "verdict", "step", "name", "key", "channel", "section", "tab"}
# What a parameter of a common name stands for, view by view: a new view that takes one has to be written down here.
MEANINGS = {
    "board:take": {"pk": "alert_id"},
    "hooks:knock": {"public_id": "mailbox"},
    **{f"simulator:{name}": {"public_id": "mailbox"} for name in ("phone", "thread", "do")},
    "board:revoke_wall": {"pk": "wall_id"},
    "reports:stop_mail": {"pk": "report_mail_id"},
    "inbox:run": {"public_id": "run"},
    "inbox:run_panel": {"public_id": "run"},
    "inbox:run_do": {"public_id": "run"},
    "inbox:file": {"public_id": "attachment"},
    "settings:member": {"public_id": "member"},
    "settings:team": {"public_id": "team"},
    "settings:routing_team": {"public_id": "team"},
    "settings:routing_member": {"public_id": "member"},
    "settings:routing_rule": {"pk": "routing_rule"},
    "settings:channel": {"public_id": "mailbox"},
    "settings:pause": {"public_id": "mailbox"},
    "settings:check": {"public_id": "mailbox"},
    "settings:try": {"public_id": "mailbox"},
    "settings:rotate": {"public_id": "mailbox"},
    "settings:missed": {"public_id": "mailbox"},
    "settings:channel_seen": {"public_id": "mailbox"},
    "settings:disconnect": {"public_id": "mailbox"},
    "settings:channel_templates": {"public_id": "mailbox"},
    "settings:sync_templates": {"public_id": "mailbox"},
    "settings:form": {"public_id": "form"},
    "settings:chat": {"public_id": "chat"},
    "settings:revoke": {"public_id": "token"},
    "settings:label": {"public_id": "label"},
    "settings:view": {"public_id": "view"},
    "settings:macro": {"public_id": "macro"},
    "settings:macro_act": {"public_id": "macro"},
    "settings:brand": {"public_id": "brand"},
    "escalations:act": {"public_id": "escalation"},
    "knowledge:picture": {"public_id": "image"},
    **{
        f"knowledge:{name}": {"public_id": "article"}
        for name in ("read", "edit", "draft", "add_picture", "history", "restore", "act")
    },
    "settings:calendar": {"public_id": "calendar"},
    "settings:sla_level": {"public_id": "policy"},
    "settings:field": {"public_id": "field"},
    "settings:field_act": {"public_id": "field"},
    "settings:ticket_template": {"public_id": "ticket_template"},
    "settings:checklist": {"public_id": "checklist"},
    "settings:look_as": {"public_id": "member"},
    "settings:role": {"public_id": "role"},
    "settings:rule": {"public_id": "rule"},
    "settings:rule_history": {"public_id": "rule"},
    "settings:rule_act": {"public_id": "rule"},
    "settings:survey": {"public_id": "survey"},
    "settings:survey_act": {"public_id": "survey"},
    "settings:withdraw": {"pk": "invitation_id"},
    **{
        f"people:{name}": {"public_id": "contact"}
        for name in (
            "contact",
            "edit",
            "add_address",
            "address",
            "move",
            "add_note",
            "note",
            "add_consent",
            "withdraw",
            "belongs",
            "reveal",
            "merge",
            "separate",
        )
    },
    "people:organisation": {"public_id": "organisation"},
    "people:reveal_of_organisation": {"public_id": "organisation"},
}
COMMON = {"public_id", "pk"}
PARTS = range(4)  # of every walk
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    name: str
    route: str

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(CONVERTER.findall(self.route))

    @property
    def is_clear(self) -> bool:
        """Every parameter is known, and those of a common name have a meaning for this view."""
        said = MEANINGS.get(self.name, {}).keys()
        return all(name in said if name in COMMON else name in OBJECTS | WORDS for name in self.parameters)

    @property
    def is_room(self) -> bool:
        return self.route.startswith("w/<slug:slug>/")

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:") and self.name not in OPEN

    @property
    def objects(self) -> tuple[str, ...]:
        return tuple(name for name in self.parameters if name in OBJECTS)


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def rooms(part: int | None = None) -> list[Address]:
    """Those of a workspace; of a ``part`` every fourth, so that no test walks for minutes on a slow machine."""
    found = [one for one in addresses() if one.is_room]
    return found if part is None else found[part :: len(PARTS)]


def _walk(patterns: list[URLPattern | URLResolver], route: str, space: str) -> Iterator[Address]:
    for one in patterns:
        where = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield Address(space + (one.name or f"unnamed {where}"), where)
        else:
            yield from _walk(one.url_patterns, where, f"{space}{one.namespace}:" if one.namespace else space)
