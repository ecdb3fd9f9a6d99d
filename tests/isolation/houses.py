"""Two houses with the same kinds of things in them, told apart by a word that must never be seen next door."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.desk.actions.macros import save_macro
from percaya.core.desk.actions.templates import TemplateWish, save_checklist_template, save_ticket_template
from percaya.core.desk.actions.views import save_view
from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.knowledge.actions.hearing import note_gap, rate_article, save_synonyms
from percaya.core.knowledge.actions.pictures import add_picture
from percaya.core.knowledge.actions.publishing import publish
from percaya.core.knowledge.actions.shelving import save_category
from percaya.core.knowledge.actions.writing import Words, begin_article
from percaya.core.people.actions.consents import record_consent
from percaya.core.people.actions.contacts import add_handle, change_contact, create_contact, resolve_contact
from percaya.core.people.actions.importing import take_file
from percaya.core.people.actions.merging import merge_contacts
from percaya.core.people.actions.notes import add_contact_note
from percaya.core.people.actions.organisations import create_organisation
from percaya.core.people.models import Contact, MergeProposal
from percaya.core.promises.actions import make_promise
from percaya.core.ratings.actions import ask_rating, give_rating
from percaya.core.tickets.actions.checklists import add_steps
from percaya.core.tickets.actions.drafts import add_draft_file, draft_of, save_draft
from percaya.core.tickets.actions.fields import set_fields
from percaya.core.tickets.actions.linking import link
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.models import Attachment, Label, Ticket
from percaya.core.tickets.queries.conditions import read
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.actions.brands import save_brand
from percaya.core.workspace.actions.calendars import save_calendar
from percaya.core.workspace.actions.fields import FieldWish, save_field
from percaya.core.workspace.actions.holidays import add_holiday
from percaya.core.workspace.actions.members import invite
from percaya.core.workspace.actions.roles import save_role
from percaya.core.workspace.models import ApiToken, Invitation, Member, Workspace
from percaya.core.workspace.policy import DEFAULT_HOURS
from percaya.runtime.jobs.models import JobRow
from percaya.stages.analytics.actions.reporting import plan_mail
from percaya.stages.analytics.actions.walls import make_wall_link
from percaya.stages.analytics.models import Alert
from percaya.stages.analytics.reactions import follow
from percaya.stages.automation.actions import rules as automation
from percaya.stages.automation.models import Rule, WebhookCall
from percaya.stages.bulk.actions import choose
from percaya.stages.escalation.actions.raising import ask_supervisor
from percaya.stages.intake.actions import accept, process
from percaya.stages.routing.actions.availability import change_seat
from percaya.stages.routing.actions.planning import change_team, save_rule
from percaya.stages.sla.actions.policies import save_policy
from percaya.stages.surveys.actions.writing import save_survey
from percaya.stages.surveys.models import Survey
from percaya.stages.surveys.policy import Wish
from tests import builders
from tests.cast import Cast, Shop

CANARY = "kebayamerahdelima"
# Written by reading or by logging in; no part of what a workspace owns.
UNWATCHED = {"sessions.session", "usersessions.usersession", "journal.cursor", "web_api.apireply", "workspace.user"}
_CLOCKS = {"last_used_at", "updated_at", "leased_until", "trouble_at"}


@dataclass(frozen=True)
class House:
    """A workspace, and the value of every URL parameter that names something in it."""

    workspace: Workspace
    values: dict[str, Any]
    ids: dict[str, str]  # public ids by kind, for the API


def furnish(cast: Cast, shop: Shop, owner: Member, word: str, spare_tickets: int) -> House:
    """``spare_tickets`` come first, so that the numbers of two houses do not meet."""
    contact = cast.rina if shop is cast.senja else cast.joko
    for _count in range(spare_tickets):
        builders.ticket(contact, subject=f"Lain {word}")
    ticket = builders.ticket(
        contact, subject=f"Pesanan {word}", text=f"Kain {word}", account=shop.email, labels=[word], team=shop.team
    )
    message = builders.inbound(
        ticket,
        f"Lagi {word}",
        raw=f"X: {word}".encode(),
        files=[builders.stored_file(f"{word}.txt", word.encode(), "text/plain")],
    )
    save_draft(ticket=ticket, member=owner, kind="reply", text=f"Draf {word}", revision=0)
    add_draft_file(draft=draft_of(ticket, owner, "reply"), file=builders.stored_file(f"draf-{word}.png"))
    _other, handle = resolve_contact(
        workspace_id=shop.workspace.pk, kind="email", value=f"{contact.name.split()[0]}@contoh.example", claim="webform",
        name=f"Klaim {word}", by=Actor.system(),
    )  # fmt: skip
    arrival = process(arrival_id=accept(account=shop.email, raw=b"\0" + word.encode(), door="smtp").pk)
    assert arrival.state == "quarantined"
    stuck = JobRow.objects.create(
        kind="delivery.send", queue="outbound", state="stuck", run_at=timezone.now(), failed_at=timezone.now(),
        error=f"Gagal {word}", workspace_id=shop.workspace.pk, args='{"message_id": 0}',
    )  # fmt: skip
    invite(workspace=shop.workspace, email=f"{word}@contoh.example", role="agent", by=owner)
    builders.token(owner, name=f"Token {word}")
    customer = furnish_customer(contact, word, owner)
    attachment = Attachment.objects.get(message=message)
    token = ApiToken.objects.filter(workspace=shop.workspace).latest("pk")
    due = timezone.now() + timedelta(hours=3)
    promise = make_promise(ticket=ticket, text=f"Janji {word}", due_at=due, owner=owner, by=Actor.member(owner.pk))
    by = Actor.member(owner.pk)
    joining = merge(source=builders.ticket(contact, subject=f"Gabung {word}"), target=ticket, by=by)
    tie = link(ticket=ticket, other=builders.ticket(contact, subject=f"Taut {word}"), how="related", by=by)
    values = {
        "joining_id": joining.pk,
        "link_id": tie.pk,
        "slug": shop.workspace.slug,
        "number": ticket.number,
        "message_id": message.pk,
        "attachment_id": Attachment.objects.get(draft__ticket=ticket).pk,
        "arrival_id": arrival.pk,
        "job_id": stuck.pk,
        "promise_id": promise.pk,
        "proposal_id": MergeProposal.objects.filter(workspace=shop.workspace).latest("pk").pk,
        "account_id": shop.email.pk,
        "team_id": shop.team.pk,
        "member_id": owner.pk,
        "token_id": token.pk,
        "label_id": Label.objects.get(workspace=shop.workspace, name=word).pk,
        "contact_id": contact.pk,
        "ticket_id": ticket.pk,
        "invitation_id": Invitation.objects.filter(workspace=shop.workspace).latest("pk").pk,
        "form_id": shop.form.pk,
        "draft_id": draft_of(ticket, owner, "reply").pk,
        **customer,
    }
    kinds = {
        "ticket": ticket.pk, "message": message.pk, "attachment": attachment.pk, "contact": contact.pk, "member": owner.pk,
        "team": shop.team.pk, "arrival": arrival.pk, "account": shop.api.pk, "label": values["label_id"],
        "organisation": customer["organisation_id"], "consent": customer["consent_id"], "joining": joining.pk, "link": tie.pk,
    }  # fmt: skip
    ids = {kind: public_ids.encode(kind, key) for kind, key in kinds.items()}
    assert handle.claim == "webform"
    ids["run"] = public_ids.encode("run", choose(member=owner, tickets=[ticket.pk]).pk)
    ids["mailbox"] = public_ids.encode("account", shop.email.pk)
    ids["form"] = public_ids.encode("account", shop.form.pk)
    chat = connect_account(workspace=shop.workspace, channel="webchat", name=f"Chat {word}", by=Actor.system())
    ids["chat"] = public_ids.encode("account", chat.pk)
    view = save_view(
        member=owner, name=f"Tampilan {word}", conditions=read({"of": [{"field": "open", "op": "is", "value": True}]}, {}),
        scope="workspace", by=Actor.member(owner.pk),
    )  # fmt: skip
    ids["view"] = public_ids.encode("view", view.pk)
    ids |= furnish_settings(ticket, word, owner) | furnish_words(shop, word, owner) | furnish_articles(shop, word, owner)
    ids["token"] = public_ids.encode("token", token.pk)
    values |= furnish_board(ticket, word, owner)
    asked = ask_supervisor(ticket=ticket, words=f"Tolong {word}", member=owner, by=by)
    ids["escalation"] = public_ids.encode("escalation", asked.pk)
    return House(shop.workspace, {**values, **ids, **furnish_routing(shop, word, owner)}, ids)


def furnish_routing(shop: Shop, word: str, owner: Member) -> dict[str, int]:
    """A team whose tickets are given out, a rule to it, somebody with a skill."""
    by = Actor.member(owner.pk)
    change_team(team=shop.team, strategy="least_loaded", by=by)
    change_seat(member=owner, limit=None, skills=[f"ahli {word}"], languages=["id"], by=by)
    conditions = {"of": [{"field": "subject", "op": "contains", "value": f"Rute {word}"}]}
    common = {"workspace": shop.workspace, "team": shop.team, "skills": [f"ahli {word}"], "is_on": True, "by": by}
    return {"routing_rule": save_rule(rule=None, conditions=conditions, **common).pk}


def furnish_articles(shop: Shop, word: str, owner: Member) -> dict[str, str]:
    """An internal article that is live, with a picture, on a shelf; a gap, synonyms, feedback."""
    workspace, by = shop.workspace.pk, Actor.member(owner.pk)
    shelf = save_category(workspace_id=workspace, name=f"Rak {word}", by=by)
    image = add_picture(workspace_id=workspace, article=None, name=f"{word}.png", content=builders.PNG)
    image_id = public_ids.encode("image", image.pk)
    words = Words(title=f"Artikel {word}", body=f"Isi {word} ![gambar](image:{image_id})")
    article = begin_article(
        workspace_id=workspace, author=owner, language="id", words=words, category=shelf, audience="internal", by=by
    )
    publish(article=article, member=owner, by=by)
    note_gap(workspace_id=workspace, language="id", words=f"cari {word}")
    save_synonyms(workspace_id=workspace, words=[word, f"sama {word}"], by=by)
    rate_article(article=article, language="id", helped=False, words=f"Kurang {word}", by=by)
    return {"article": public_ids.encode("article", article.pk), "image": image_id}


def furnish_board(ticket: Ticket, word: str, owner: Member) -> dict[str, int]:
    """What is counted of the tickets, a wall that shows it, and an alert."""
    follow(list(EventRow.objects.filter(workspace_id=owner.workspace_id).order_by("pk")))
    now = timezone.now()
    alert = Alert.objects.create(
        workspace_id=owner.workspace_id, kind="overdue", team=ticket.team, state="active", since=now, state_since=now, value=3
    )
    link = make_wall_link(member=owner, name=f"Layar {word}", team=None, by=Actor.member(owner.pk))
    mail = plan_mail(member=owner, rhythm="weekly", hour=8, filters={}, by=Actor.member(owner.pk))
    return {"alert_id": alert.pk, "wall_id": link.pk, "report_mail_id": mail.pk}


def furnish_words(shop: Shop, word: str, owner: Member) -> dict[str, str]:
    """A brand and a template that everyone uses."""
    by = Actor.member(owner.pk)
    brand = save_brand(workspace=shop.workspace, name=f"Merek {word}", signature=f"Salam {word}", is_default=True, by=by)
    macro = save_macro(member=owner, name=f"Makro {word}", text=f"Teks {word}", scope="workspace", by=by)
    calendar = save_calendar(workspace=shop.workspace, name=f"Malam {word}", zone="Asia/Jakarta", week=DEFAULT_HOURS, by=by)
    add_holiday(workspace=shop.workspace, day=date(2027, 1, 2), name=f"Libur {word}", by=by)
    targets = {"resolution": {"minutes": 600, "working": True}}
    level = save_policy(workspace_id=shop.workspace.pk, name=f"Layanan {word}", data={"targets": targets}, by=by)
    own = {"calendar": public_ids.encode("calendar", calendar.pk), "policy": public_ids.encode("policy", level.pk)}
    own["rule"] = public_ids.encode("rule", furnish_rule(shop, word, by).pk)
    own["survey"] = public_ids.encode("survey", furnish_survey(shop, word, by).pk)
    return own | {"brand": public_ids.encode("brand", brand.pk), "macro": public_ids.encode("macro", macro.pk)}


def furnish_rule(shop: Shop, word: str, by: Actor) -> Rule:
    """A rule of the automation, switched off, that called an address and failed."""
    actions = [{"do": "label", "value": f"aturan {word}"}, {"do": "webhook", "value": f"https://{word}.example/masuk"}]
    wish = automation.RuleWish(name=f"Aturan {word}", trigger={"when": "event", "of": ["opened"]}, actions=actions)
    rule = automation.save_rule(workspace=shop.workspace, wish=wish, mode="off", by=by)
    WebhookCall.objects.create(
        workspace=shop.workspace, rule=rule, ticket=Ticket.objects.filter(workspace=shop.workspace).latest("pk"),
        url=f"https://{word}.example/masuk", body="{}", state="failed", error=f"Gagal {word}", tries=6, at=timezone.now(),
    )  # fmt: skip
    return rule


def furnish_survey(shop: Shop, word: str, by: Actor) -> Survey:
    """A survey that is on, and an answer to it with words."""
    wish = Wish(name=f"Survei {word}", kind="csat", question_id=f"Puas {word}?", question_en=f"Content {word}?")
    survey = save_survey(workspace=shop.workspace, wish=wish, by=by)
    ticket = Ticket.objects.filter(workspace=shop.workspace).latest("pk")
    rating = ask_rating(ticket=ticket, by=by, survey=survey.pk, question=survey.question_id)
    give_rating(rating=rating, score=2, comment=f"Kecewa {word}")
    return survey


def furnish_settings(ticket: Ticket, word: str, owner: Member) -> dict[str, str]:
    """A field that the ticket fills, a template of tickets and one of checklists."""
    by = Actor.member(owner.pk)
    field = save_field(workspace_id=owner.workspace_id, of="ticket", wish=FieldWish(name=f"Isian {word}"), by=by)
    set_fields(ticket=ticket, values={field.key: f"Isi {word}"}, by=by)
    template = save_ticket_template(member=owner, wish=TemplateWish(name=f"Tiket {word}"), by=by)
    checklist = save_checklist_template(member=owner, name=f"Periksa {word}", steps=[(f"Langkah {word}", False)], by=by)
    (step,) = add_steps(ticket=ticket, steps=[(f"Langkah {word}", False)], by=by)
    role = save_role(name=f"Peran {word}", rights=["note"], by=owner)
    return {
        "role": public_ids.encode("role", role.pk),
        "step": public_ids.encode("step", step.pk),
        "field": public_ids.encode("field", field.pk),
        "ticket_template": public_ids.encode("ticket_template", template.pk),
        "checklist": public_ids.encode("checklist", checklist.pk),
    }


def furnish_customer(contact: Contact, word: str, owner: Member) -> dict[str, int]:
    """What belongs to the contact: a second address, a note, a consent, an organisation, a merge that can be taken back."""
    by = Actor.member(owner.pk)
    workspace_id = contact.workspace_id
    organisation = create_organisation(workspace_id=workspace_id, name=f"PT {word}", domains=[f"{word}.example"], by=by)
    change_contact(contact=contact, organisation=organisation, notes=f"Tentang {word}", by=by)
    twin = create_contact(workspace_id=workspace_id, name=f"Kembar {word}", by=by)
    add_handle(contact=twin, kind="external", value=f"kembar-{word}", by=by)
    content = f"nama,email\nImpor {word},impor-{word}@contoh.example\n".encode()
    job = take_file(workspace_id=workspace_id, of="contact", file_name=f"{word}.csv", content=content, by=by)
    return {
        "import_id": job.pk,
        "handle_id": add_handle(contact=contact, kind="external", value=f"nomor-{word}", by=by).pk,
        "note_id": add_contact_note(contact=contact, text=f"Catatan {word}", by=by).pk,
        "consent_id": record_consent(contact=contact, purpose="marketing", evidence=f"Bukti {word}", by=by).pk,
        "merge_id": merge_contacts(keep=contact, gone=twin, by=by).pk,
        "organisation_id": organisation.pk,
    }


def state_of(workspace_id: int) -> str:
    """A digest of every row of a workspace, but for what merely reading it writes."""
    digest = hashlib.sha256()
    for model in apps.get_models():
        if model._meta.label_lower in UNWATCHED or "workspace_id" not in {f.attname for f in model._meta.concrete_fields}:
            continue
        columns = [f.attname for f in model._meta.concrete_fields if f.name not in _CLOCKS]
        rows = model._default_manager.filter(workspace_id=workspace_id).order_by("pk").values_list(*columns)
        digest.update(repr((model._meta.label, list(rows))).encode())
    return digest.hexdigest()


def strangers() -> list[str]:
    """Rows that point into another workspace than their own: there must never be any."""
    found = []
    for model in apps.get_models():
        if not _has_workspace(model):
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            if field.name == "workspace" or not isinstance(target, type) or not _has_workspace(target):
                continue
            with connection.cursor() as cursor:
                cursor.execute(
                    f'SELECT COUNT(*) FROM "{model._meta.db_table}" a JOIN "{target._meta.db_table}" b'
                    f' ON a."{field.column}" = b.id WHERE a.workspace_id <> b.workspace_id'
                )
                if cursor.fetchone()[0]:
                    found.append(f"{model._meta.label}.{field.name}")
    return found


def _has_workspace(model: type[models.Model]) -> bool:
    return any(field.attname == "workspace_id" for field in model._meta.concrete_fields)


def ticket_of_house(house: House) -> Ticket:
    return Ticket.objects.get(workspace=house.workspace, number=house.values["number"])
