"""Roles in words."""

from django.utils.translation import gettext as _

from percaya.core.workspace.models import Member


def role_word(role: str) -> str:
    words = {"owner": _("owner"), "admin": _("admin"), "supervisor": _("supervisor"), "agent": _("agent"), "light": _("viewer")}
    return words.get(role, role)


def role_sentence(role: str) -> str:
    """What a role may do, in verbs."""
    sentences = {
        "owner": _("Does everything, makes other owners, can hand the workspace over."),
        "admin": _("Sets up channels, members and promises; answers customers."),
        "supervisor": _("Answers, sees private teams, frees what is held or stuck."),
        "agent": _("Answers customers and changes tickets."),
        "light": _("Reads tickets and writes internal notes. Answers nobody."),
    }
    return sentences.get(role, "")


def right_sentence(right: str) -> str:
    """A right, in a verb."""
    sentences = {
        "note": _("Write internal notes"),
        "reply": _("Answer customers and change tickets"),
        "bulk": _("Change many tickets at once"),
        "curate": _("Keep shared views, templates, macros and labels"),
        "export": _("Take customers' data out in a file"),
        "supervise": _("See private teams, free what is held or stuck"),
        "audit": _("Read who changed what"),
        "administer": _("Set up channels, members, roles and the business"),
    }
    return sentences.get(right, right)


def member_role(member: Member) -> str:
    """The role a member has, in words: the business's own goes first."""
    return member.custom_role.name if member.custom_role else role_word(member.role)
