"""Shelves: made, renamed, moved, taken away when empty."""

from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.knowledge.actions.refusing import Refused
from percaya.core.knowledge.events import HelpCentreChanged
from percaya.core.knowledge.models import Article, Category
from percaya.core.knowledge.policy import slug_of

MOST_CATEGORIES = 200


@transaction.atomic
def save_category(
    *,
    workspace_id: int,
    name: str,
    name_en: str = "",
    about: str = "",
    about_en: str = "",
    parent: Category | None = None,
    position: int | None = None,
    known: Category | None = None,
    by: Actor,
) -> Category:
    """Make or change a shelf. Two levels, no more. Raises ``Refused``."""
    made = known or Category(workspace_id=workspace_id)
    made.name, made.name_en = " ".join(name.split())[:80], " ".join(name_en.split())[:80]
    made.about, made.about_en = " ".join(about.split())[:200], " ".join(about_en.split())[:200]
    if not made.name:
        raise Refused(_("A category needs a name."))
    _hang(made, parent)
    rows = Category.objects.filter(workspace_id=made.workspace_id)
    if made.pk is None:
        if rows.count() >= MOST_CATEGORIES:
            raise Refused(_("There are 200 categories already. Take one away first."))
        made.slug = _free_slug(made)
    made.position = rows.count() if position is None and made.pk is None else made.position if position is None else position
    made.save()
    record(HelpCentreChanged(workspace_id=made.workspace_id, what="category", row=made.pk), by=by)
    return made


@transaction.atomic
def remove_category(*, category: Category, by: Actor) -> None:
    """Only an empty one goes: no article loses its shelf by that. Raises ``Refused``."""
    if Article.objects.filter(category=category).exists() or category.children.exists():
        raise Refused(_("There is something in this category still. Move it first, then take the category away."))
    record(HelpCentreChanged(workspace_id=category.workspace_id, what="category", row=category.pk), by=by)
    category.delete()


def _hang(made: Category, parent: Category | None) -> None:
    if parent is not None:
        if parent.workspace_id != made.workspace_id:
            raise Refused(_("This belongs to another workspace."))
        if parent.parent_id or parent.pk == made.pk or (made.pk and made.children.exists()):
            raise Refused(_("Categories have two levels: one that lies on another cannot hold a third."))
    made.parent = parent


def _free_slug(made: Category) -> str:
    slug = slug_of(made.name, 70)
    taken = set(Category.objects.filter(workspace_id=made.workspace_id, slug__startswith=slug).values_list("slug", flat=True))
    return next(name for n in range(1, len(taken) + 2) if (name := slug if n == 1 else f"{slug}-{n}") not in taken)
