"""What hangs on two tickets that are merged: people, labels, followers, drafts, checklists, time, what members have read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Sum

from percaya.core.tickets.models import (
    Attachment,
    ChecklistItem,
    Draft,
    Participant,
    Seen,
    Ticket,
    TicketFollower,
    TicketLabel,
    TimeSpent,
)

_WORDS = ("text", "to", "cc", "bcc", "deeds")


def join_around(source: Ticket, target: Ticket, copy: Sequence[int] | None) -> dict[str, Any]:
    """Bring to the target what it lacks; returns what ``part_around`` needs."""
    items = list(ChecklistItem.objects.filter(ticket=source).values_list("pk", flat=True))
    ChecklistItem.objects.filter(pk__in=items).update(ticket=target)
    times = list(TimeSpent.objects.filter(ticket=source).values_list("pk", flat=True))
    _move_times(times, source, target)
    return {
        "participants": _join_people(source, target, copy),
        "labels": _join_labels(source, target),
        "followers": _join_followers(source, target),
        "checklist": items,
        "times": times,
        "seen": _join_seen(source, target),
        "drafts": [_join_draft(draft, target) for draft in _drafts(source)],
    }


def part_around(source: Ticket, target: Ticket, before: Mapping[str, Any]) -> None:
    Participant.objects.filter(ticket=target, pk__in=before["participants"]).delete()
    TicketLabel.objects.filter(ticket=target, label_id__in=before["labels"]).delete()
    TicketFollower.objects.filter(ticket=target, pk__in=before["followers"]).delete()
    ChecklistItem.objects.filter(ticket=target, pk__in=before["checklist"]).update(ticket=source)
    _move_times(before.get("times", []), target, source)
    for seen in Seen.objects.filter(ticket=target):
        read = seen.inbound_seen - before["seen"].get(str(seen.member_id), 0)
        Seen.objects.filter(pk=seen.pk).update(inbound_seen=max(0, min(read, target.inbound_count)))
    for draft in before["drafts"]:
        _part_draft(draft, source, target)


def _move_times(times: Sequence[int], here: Ticket, there: Ticket) -> None:
    """Who wrote time down in one of the two wrote it down in both; the totals are saved with the tickets."""
    if not times:
        return
    TimeSpent.objects.filter(pk__in=times, ticket=here).update(ticket=there)
    totals = dict(
        TimeSpent.objects.filter(ticket__in=(here, there)).values_list("ticket").annotate(total=Sum("minutes")).order_by()
    )
    here.minutes_spent, there.minutes_spent = totals.get(here.pk, 0), totals.get(there.pk, 0)


def _join_people(source: Ticket, target: Ticket, copy: Sequence[int] | None) -> list[int]:
    """Those of the same customer take part as they did. Of another customer's ticket only the ticked ones, in copy: nobody
    reads another's matter because two tickets became one. Without a choice (``None``) of such a ticket nobody."""
    same = source.contact_id == target.contact_id
    known = set(Participant.objects.filter(ticket=target).values_list("kind", "value"))
    made: list[int] = []
    for person in Participant.objects.filter(ticket=source).order_by("pk"):
        role = _role(person, same, copy)
        if role and (person.kind, person.value) not in known:
            person.pk, person.ticket, person.role = None, target, role
            person._state.adding = True
            person.save(force_insert=True)
            made.append(person.pk)
    return made


def _role(person: Participant, same: bool, copy: Sequence[int] | None) -> str:
    if copy is not None and person.pk in copy:
        return person.role if same else "cc"
    if not same:
        return ""
    return "third_party" if copy is not None and person.role == "cc" else person.role


def _join_labels(source: Ticket, target: Ticket) -> list[int]:
    there = set(TicketLabel.objects.filter(ticket=target).values_list("label_id", flat=True))
    rows = TicketLabel.objects.filter(ticket=source).exclude(label_id__in=there)
    missing = list(rows.order_by("pk").values_list("label_id", flat=True))
    TicketLabel.objects.bulk_create(
        TicketLabel(workspace_id=target.workspace_id, ticket=target, label_id=label_id) for label_id in missing
    )
    return missing


def _join_followers(source: Ticket, target: Ticket) -> list[int]:
    there = set(TicketFollower.objects.filter(ticket=target).values_list("member_id", flat=True))
    missing = TicketFollower.objects.filter(ticket=source).exclude(member_id__in=there)
    return [
        TicketFollower.objects.create(workspace_id=target.workspace_id, ticket=target, member_id=member_id).pk
        for member_id in missing.values_list("member_id", flat=True)
    ]


def _join_seen(source: Ticket, target: Ticket) -> dict[str, int]:
    """What a member had read of the source counts as read in the target. The target is counted up by the caller."""
    read = dict(Seen.objects.filter(ticket=source).values_list("member_id", "inbound_seen"))
    added: dict[str, int] = {}
    for seen in Seen.objects.filter(ticket=target, member_id__in=read):
        added[str(seen.member_id)] = read[seen.member_id]
        Seen.objects.filter(pk=seen.pk).update(inbound_seen=seen.inbound_seen + read[seen.member_id])
    return added


def _drafts(ticket: Ticket) -> list[Draft]:
    rows = Draft.objects.select_for_update(of=("self",), no_key=True).filter(ticket=ticket).prefetch_related("attachment_set")
    return [draft for draft in rows if draft.text.strip() or draft.deeds or draft.attachment_set.all()]


def _join_draft(draft: Draft, target: Ticket) -> dict[str, Any]:
    """Unsent words go along: as they are, or below those the member has begun in the target."""
    other = (
        Draft.objects.select_for_update(of=("self",), no_key=True)
        .filter(ticket=target, member_id=draft.member_id, kind=draft.kind)
        .first()
    )
    if other is None:
        Draft.objects.filter(pk=draft.pk).update(ticket=target)
        return {"draft": draft.pk, "revision": draft.revision}
    files = [file.pk for file in draft.attachment_set.all()]
    kept = {"draft": draft.pk, "into": other.pk, "was": _words(other), "words": _words(draft), "files": files}
    other.text = "\n\n".join(text for text in (other.text.strip(), draft.text.strip()) if text)
    for name in ("to", "cc", "bcc", "deeds"):
        setattr(other, name, getattr(other, name) or getattr(draft, name))
    other.revision = max(other.revision, draft.revision) + 1  # a page that still shows the source saves on it and not over it
    other.save()
    Attachment.objects.filter(pk__in=files).update(draft=other)
    Draft.objects.filter(pk=draft.pk).update(text="", to="", cc="", bcc="", deeds=[])
    return {**kept, "revision": other.revision}


def _part_draft(kept: Mapping[str, Any], source: Ticket, target: Ticket) -> None:
    """Back to where they were, unless somebody wrote on: then the words stay where they are written."""
    into = kept.get("into", kept["draft"])
    now = (
        Draft.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=into, ticket=target, revision=kept["revision"])
        .first()
    )
    own = Draft.objects.filter(pk=kept["draft"]).first()
    if now is None or own is None:
        return
    if "into" not in kept:
        if not Draft.objects.filter(ticket=source, member_id=own.member_id, kind=own.kind).exists():
            Draft.objects.filter(pk=own.pk).update(ticket=source)
        return
    if any(getattr(own, name) for name in _WORDS):  # begun anew on the source
        return
    Draft.objects.filter(pk=now.pk).update(**kept["was"])
    Draft.objects.filter(pk=own.pk).update(**kept["words"])
    Attachment.objects.filter(pk__in=kept["files"], draft=now).update(draft=own)


def _words(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in _WORDS}
