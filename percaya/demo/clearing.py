"""``percaya demo clear``: everything of every demo workspace, in one transaction, table by table."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction

from percaya.core.journal.blobs import store
from percaya.core.knowledge.models import Image, Passage
from percaya.core.knowledge.search import index
from percaya.core.tickets.models import Attachment, Message
from percaya.core.tickets.search.port import search
from percaya.core.workspace.models import Member, User, Workspace
from percaya.core.workspace.queries import demo_workspaces
from percaya.stages.intake.models import Arrival

_BLOBS = ((Arrival, "sha256"), (Attachment, "sha256"), (Message, "raw_sha"), (Image, "sha256"))


def clear() -> str:
    """Removes the workspaces, their rows, files and the logins that belong to no other workspace. Only demo workspaces:
    the journal's own guard would refuse any other."""
    gone = list(demo_workspaces().values_list("pk", flat=True))
    if not gone:
        return "There is no demo to clear."
    files = _files(gone)
    with transaction.atomic():
        people = list(Member.objects.filter(workspace__in=gone).values_list("user_id", flat=True))
        search().forget(list(Message.objects.filter(workspace__in=gone).values_list("pk", flat=True)))
        index.forget(list(Passage.objects.filter(workspace__in=gone).values_list("pk", flat=True)))
        for model in _tables():
            _delete(model, gone)
        Workspace.objects.filter(pk__in=gone).delete()
        _forget_logins(people)
    _forget_files(files)
    return "The demo is gone."


def _tables() -> list[type[models.Model]]:
    """Every table that names a workspace. Foreign keys are checked at the end, so their order does not matter."""
    found = [model for model in apps.get_models() if _names_workspace(model)]
    return [model for model in found if model is not Workspace]


def _names_workspace(model: type[models.Model]) -> bool:
    return any(field.column == "workspace_id" for field in model._meta.concrete_fields)


def _delete(model: type[models.Model], workspaces: Iterable[int]) -> None:
    """Without loading a row: cascades would look at each."""
    with connection.cursor() as cursor:
        for workspace_id in workspaces:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE workspace_id = %s', [workspace_id])  # noqa: S608


def _forget_logins(people: list[int]) -> None:
    """Logins made for the demo, and their sessions; who works in another workspace as well stays."""
    lonely = User.objects.filter(pk__in=people).exclude(member__isnull=False)
    keys = UserSession.objects.filter(user__in=lonely).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    lonely.delete()


def _files(workspaces: list[int]) -> set[str]:
    """The blobs that only these workspaces name."""
    named: set[str] = set()
    others: set[str] = set()
    for model, column in _BLOBS:
        own = model._default_manager.filter(workspace__in=workspaces).exclude(**{column: ""})
        named |= set(own.values_list(column, flat=True))
    for model, column in _BLOBS:
        rest = model._default_manager.exclude(workspace__in=workspaces).filter(**{f"{column}__in": list(named)[:5000]})
        others |= set(rest.values_list(column, flat=True))
    return named - others


def _forget_files(files: Iterable[str]) -> None:
    for sha in files:
        store().path(sha).unlink(missing_ok=True)
