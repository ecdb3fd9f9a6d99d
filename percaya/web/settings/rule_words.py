"""Rules as people say them: what sets one off, what it asks, what it does, what came of it."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from percaya.core import public_ids
from percaya.core.desk.models import Macro
from percaya.core.tickets.queries.conditions import stored
from percaya.core.tickets.queries.sentences import priority_word, state_word
from percaya.core.workspace.models import Member
from percaya.stages.automation.deeds import Deed
from percaya.stages.automation.matching import Body
from percaya.stages.automation.models import Rule
from percaya.stages.automation.planning import Effect
from percaya.stages.automation.triggers import Trigger
from percaya.web.inbox import filtering
from percaya.web.inbox.reference import Reference, reference
from percaya.web.inbox.step_words import snooze_word


class Words:
    """Says rules to one member; names are asked for once."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.known: Reference = reference(member)
        self._macros: dict[int, str] | None = None

    def rule(self, rule: Rule) -> str:
        """The whole sentence."""
        body = Body.of(rule)
        parts = [self.trigger(body.trigger)]
        asked = filtering.sentence(stored(rule.conditions, self.known.customs), self.member)
        if asked:
            parts.append(_("if %(conditions)s") % {"conditions": asked[:1].lower() + asked[1:]})
        if body.words:
            parts.append(_("and it says %(words)s") % {"words": pgettext("words", " or ").join(f"“{one}”" for one in body.words)})
        done = ", ".join(self.deed(deed) for deed in body.deeds)
        return f"{', '.join(parts)}: {done}."

    def trigger(self, trigger: Trigger) -> str:
        if trigger.when == "time":
            return _schedule(trigger)
        named = pgettext("moments", " or ").join(moment(word, trigger.when) for word in trigger.of)
        if trigger.when == "after":
            said = _("%(span)s after %(moment)s") % {"span": span_word(trigger.span), "moment": named}
        else:
            said = _("When %(moment)s") % {"moment": named}
        where = {"open": _("in working hours"), "closed": _("outside working hours")}.get(trigger.hours)
        return f"{said} {where}" if where else said

    def deed(self, deed: Deed) -> str:
        name = deed_name(deed.do)
        value = self.value(deed)
        return f"{name} {value}".strip()

    def value(self, deed: Deed) -> str:
        match deed.do:
            case "state":
                return f"“{state_word(deed.value)}”"
            case "priority":
                return f"“{priority_word(deed.value)}”"
            case "assign":
                return _("nobody") if deed.value == "nobody" else self._person(deed.value)
            case "team":
                return self._team(deed.value) if deed.value else _("no team")
            case "snooze":
                return snooze_word(deed.value)
            case "reply" | "macro":
                return f"“{self.macros.get(public_ids.decode('macro', deed.value) or 0, _('(gone)'))}”"
            case "notify":
                return self.hearer(deed.value)
            case "survey" | "spam":
                return ""
            case _:
                return f"“{deed.value[:80]}”"

    def hearer(self, value: str) -> str:
        if value.startswith("role:"):
            return role_word(value.removeprefix("role:"))
        if value.startswith("mbr_"):
            return self._person(value)
        if value.startswith("tem_"):
            return self._team(value)
        return _("its team") if value == "team" else _("whoever is responsible, else its team")

    def effect(self, effect: Effect) -> str:
        """What is (or would be) changed on one ticket."""
        name = deed_name(effect.do)
        match effect.do:
            case "state":
                said = f"{name} “{state_word(str(effect.value))}”"
            case "priority":
                said = f"{name} “{priority_word(str(effect.value))}”"
            case "assign":
                said = f"{name} {self.known.names.get(effect.value, _('nobody'))}"
            case "team":
                said = f"{name} {next((one.name for one in self.known.teams if one.pk == effect.value), _('no team'))}"
            case "notify":
                people = [self.known.names.get(one, "") for one in effect.value or []]
                said = f"{name} {', '.join(filter(None, people))}"
            case "survey" | "spam":
                said = name
            case "snooze":
                said = f"{name} {snooze_word(str(effect.value))}"
            case _:
                said = f"{name} “{str(effect.value)[:120]}”"
        return f"{said} — {trouble_word(effect.trouble)}" if effect.trouble else said

    @property
    def macros(self) -> dict[int, str]:
        if self._macros is None:
            rows = Macro.objects.filter(workspace_id=self.member.workspace_id, member=None, team=None)
            self._macros = dict(rows.values_list("pk", "name"))
        return self._macros

    def _person(self, public_id: str) -> str:
        return self.known.names.get(public_ids.decode("member", public_id) or 0, _("A former member"))

    def _team(self, public_id: str) -> str:
        key = public_ids.decode("team", public_id)
        return next((one.name for one in self.known.teams if one.pk == key), _("no team"))


def moment(word: str, when: str = "event") -> str:
    """What happens, within a sentence; after a wait a customer's message means one that nobody answered."""
    if when == "after" and word == "message":
        return _("a customer wrote and nobody answered")
    return {
        "opened": _("a ticket is opened"),
        "message": _("a customer writes"),
        "replied": _("we answer"),
        "state": _("the state changes"),
        "waiting": _("we began to wait for the customer"),
        "resolved": _("a ticket is solved"),
        "reopened": _("a solved ticket is opened again"),
        "priority": _("the priority changes"),
        "team": _("the team changes"),
        "label": _("a label is put on"),
        "assigned": _("somebody becomes responsible"),
        "unassigned": _("nobody is responsible any more"),
        "sla_warned": _("a due time comes near"),
        "sla_breached": _("a due time is missed"),
        "promise_late": _("a promise is late"),
        "mood": _("a customer sounds unhappy"),
        "rated": _("a customer rates us"),
        "rated_low": _("a customer is dissatisfied"),
    }[word]


def deed_name(do: str) -> str:
    return {
        "label": _("put on the label"),
        "unlabel": _("take off the label"),
        "priority": _("set the priority"),
        "state": _("set the state"),
        "team": _("hand it to the team"),
        "assign": _("make responsible:"),
        "topic": _("set the topic"),
        "subject": _("set the subject"),
        "field": _("fill in the field"),
        "reply": _("answer with the template"),
        "survey": _("ask the customer how it went"),
        "note": _("write the note"),
        "notify": _("tell"),
        "escalate": _("escalate:"),
        "snooze": _("remind later:"),
        "macro": _("run the macro"),
        "webhook": _("call the address"),
        "spam": _("mark as spam"),
        "follow": _("follow the ticket"),
    }.get(do, do)


def trouble_word(trouble: str) -> str:
    return {
        "gone": _("what it names is not there any more"),
        "closed": _("the ticket is closed"),
        "no_way": _("the ticket cannot go there from its present state"),
        "not_open": _("only open tickets can come back later"),
        "slots": _("a slot of the template stays empty"),
        "machine": _("a machine wrote last: nothing is sent"),
        "spam": _("it is spam: nothing is sent"),
        "enough": _("this customer had five automatic messages today"),
        "no_address": _("nothing can be sent on this channel"),
        "cannot_reply": _("this person cannot answer here"),
        "asked": _("the customer was asked already"),
        "often": _("this customer was asked not long ago"),
        "opted_out": _("this customer does not want to be asked"),
        "member_only": _("this step means whoever uses the macro"),
    }.get(trouble, trouble)


def outcome_word(outcome: str) -> str:
    return {
        "done": _("done"),
        "nothing": _("all was so already"),
        "proposed": _("waits for a decision"),
        "rejected": _("rejected"),
        "outdated": _("no longer fitting"),
        "limited": _("too often: left out"),
        "failed": _("could not be done"),
    }.get(outcome, outcome)


def mode_word(mode: str) -> str:
    return {"active": _("acts"), "practice": _("practises"), "off": _("off")}[mode]


def role_word(role: str) -> str:
    return {"agent": _("all agents"), "supervisor": _("all supervisors"), "admin": _("all admins"), "owner": _("the owner")}[role]


def span_word(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes % 1440 == 0:
        return _("%(count)s days") % {"count": minutes // 1440}
    if minutes % 60 == 0:
        return _("%(count)s hours") % {"count": minutes // 60}
    return _("%(count)s minutes") % {"count": minutes}


def day_words() -> list[str]:
    return [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]


def _schedule(trigger: Trigger) -> str:
    at = f"{trigger.at[0]:02}.{trigger.at[1]:02}"
    if not trigger.days:
        return _("Every day at %(time)s") % {"time": at}
    words = day_words()
    return _("Every %(days)s at %(time)s") % {"days": ", ".join(words[day] for day in trigger.days), "time": at}
