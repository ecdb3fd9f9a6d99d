"""Rules that most desks want, to be taken into one's own list and changed there. A fresh workspace has none.

What only concerns colleagues acts as soon as it is taken; what writes to customers practises first; the question how it went
is off until somebody wants it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.desk.actions.macros import save_macro
from percaya.core.journal.actor import Actor
from percaya.core.workspace.models import Member, Workspace
from percaya.stages.automation.actions.rules import RuleWish, save_rule
from percaya.stages.automation.models import Mode, Rule

Deeds = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Offer:
    """``template`` names the text it answers with: (name, Indonesian, English); its deed is ("reply", "")."""

    key: str
    name: str
    why: str
    trigger: Mapping[str, Any]
    deeds: Deeds
    mode: str
    words: tuple[str, ...] = ()
    conditions: Mapping[str, Any] = field(default_factory=dict)
    template: tuple[str, str, str] | None = None


def offers() -> list[Offer]:
    """In the reader's language."""
    return [
        Offer(
            "outside_hours", _("Answer outside working hours"), _("Who writes at night hears when somebody reads it."),
            {"when": "event", "of": ["opened"], "hours": "closed"}, (("reply", ""),), Mode.PRACTICE,
            template=(_("Outside working hours"), *_OUTSIDE),
        ),
        Offer(
            "close_solved", _("Close what has been solved for a week, with a notice"),
            _("The customer is told, and an answer opens a ticket that continues it."),
            {"when": "after", "of": ["resolved"], "span": "7d"}, (("reply", ""), ("state", "closed")), Mode.PRACTICE,
            template=(_("Notice of closing"), *_CLOSING),
        ),
        Offer(
            "remind_customer", _("Remind the customer after three days of waiting"),
            _("Once for each question we asked, and only while we still wait for the answer."),
            {"when": "after", "of": ["waiting"], "span": "3d"}, (("reply", ""),), Mode.PRACTICE,
            template=(_("Reminder"), *_REMINDER),
        ),
        Offer(
            "remind_agent", _("Tell whoever is responsible when nobody answered for four hours"),
            _("Counted from the customer's first unanswered message."),
            {"when": "after", "of": ["message"], "span": "4h"}, (("notify", "assignee"),), Mode.ACTIVE,
        ),
        Offer(
            "label_refund", _("Label what is about refunds"), _("By words of the first message; change them to your own."),
            {"when": "event", "of": ["opened"]}, (("label", "refund"),), Mode.ACTIVE,
            words=("refund", "uang kembali", "kembalikan uang", "pengembalian dana", "retur", "money back"),
        ),
        Offer(
            "label_spam", _("Label what may be spam"), _("Only a label: nothing is hidden that a customer may have written."),
            {"when": "event", "of": ["opened"]}, (("label", _("perhaps spam")),), Mode.ACTIVE,
            words=("seo services", "guest post", "backlink", "judi online", "slot gacor", "pinjaman cepat cair"),
        ),
        Offer(
            "ask_rating", _("Ask how it went when a ticket is solved"), _("Five faces with words; never needed to be helped."),
            {"when": "after", "of": ["resolved"], "span": "1h"}, (("survey", ""),), Mode.OFF,
        ),
    ]  # fmt: skip


@transaction.atomic
def take(*, workspace: Workspace, member: Member, offer: Offer, by: Actor) -> Rule:
    """Put it into the workspace's list, its template with it. Raises ``ValidationError``."""
    answer = ""
    if offer.template is not None:
        name, text, text_en = offer.template
        made = save_macro(member=member, name=name, text=text, text_en=text_en, scope="workspace", by=by)
        answer = public_ids.encode("macro", made.pk)
    wish = RuleWish(
        name=offer.name, trigger=offer.trigger, conditions=offer.conditions, words=offer.words,
        actions=[{"do": do, "value": answer if do == "reply" else value} for do, value in offer.deeds],
    )  # fmt: skip
    return save_rule(workspace=workspace, wish=wish, mode=offer.mode, ready_made=offer.key, by=by)


def offer_of(key: str, language: str) -> Offer:
    """Raises ``KeyError``."""
    with translation.override(language):
        return {one.key: one for one in offers()}[key]


_OUTSIDE = (
    "Halo {{contact.name}},\n\npesan Anda sudah kami terima dengan nomor {{ticket.number}}. Saat ini di luar jam kerja kami; "
    "pesan Anda dibaca segera setelah kami buka kembali.\n\nSalam,\n{{workspace.name}}",
    "Hello {{contact.name}},\n\nyour message has arrived as {{ticket.number}}. We are closed at the moment and read it as soon "
    "as we open again.\n\nRegards,\n{{workspace.name}}",
)
_CLOSING = (
    "Halo {{contact.name}},\n\ntiket {{ticket.number}} sudah seminggu selesai, jadi kami menutupnya. Jika masih ada yang belum "
    "beres, balas pesan ini: kami membuka tiket lanjutan.\n\nSalam,\n{{workspace.name}}",
    "Hello {{contact.name}},\n\nticket {{ticket.number}} has been solved for a week, so we close it. If anything is still open, "
    "reply to this message and we open a ticket that continues it.\n\nRegards,\n{{workspace.name}}",
)
_REMINDER = (
    "Halo {{contact.name}},\n\nkami masih menunggu jawaban Anda untuk tiket {{ticket.number}} agar dapat melanjutkannya. Balas "
    "saja pesan ini, atau lihat di sini: {{ticket.status_link}}\n\nSalam,\n{{workspace.name}}",
    "Hello {{contact.name}},\n\nwe are still waiting for your answer to ticket {{ticket.number}} so that we can go on. Just "
    "reply to this message, or look here: {{ticket.status_link}}\n\nRegards,\n{{workspace.name}}",
)
