"""Roles in words."""

from django.utils.translation import gettext as _


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
