"""``percaya demo load``."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from percaya.core.journal import followers, reactions
from percaya.core.workspace.queries import demo_workspaces
from percaya.demo.articles import write_articles
from percaya.demo.belongings import furnish
from percaya.demo.clock import at
from percaya.demo.holding import held
from percaya.demo.hours import ask_higher, keep_hours
from percaya.demo.phones.accounts import play
from percaya.demo.phones.stories import chat
from percaya.demo.routing import give_out
from percaya.demo.rules import automate
from percaya.demo.shop import AGENTS, Shop, address_of, open_shop
from percaya.demo.stories.done_before import DONE_BEFORE
from percaya.demo.stories.done_lately import DONE_LATELY
from percaya.demo.stories.elsewhere import ELSEWHERE
from percaya.demo.stories.everyday import EVERYDAY, SPAM
from percaya.demo.stories.story import Story
from percaya.demo.stories.waiting import WAITING
from percaya.demo.telling import Telling, quarantine, spam

Progress = Callable[[str, int], None]
DAYS = 14


def load(progress: Progress = lambda what, count: None) -> str:
    """Fill a workspace marked as demo; returns what to tell the person who asked, passwords included (said once)."""
    if demo_workspaces().exists():
        return "The demo is here already. To begin anew: percaya demo clear, then percaya demo load."
    now = timezone.now()
    with held(now):
        shop, tickets = _tell(now, progress)
    play(shop.workspace)
    for follower in reactions.flow().followers:
        while followers.advance(follower):
            progress("search", 0)
    return _said(shop, tickets)


def _tell(now: datetime, progress: Progress) -> tuple[Shop, int]:
    """All that happened before, up to ``now``; how many tickets came of it."""
    with at(now - timedelta(days=DAYS)):
        shop = open_shop()
        write_articles(shop)
    stories = sorted([*WAITING, *ELSEWHERE, *DONE_BEFORE, *DONE_LATELY, *_everyday()], key=lambda story: -story.days)
    for count, story in enumerate(stories, 1):
        Telling(shop, story, now).tell()
        progress("tickets", count)
    _unwanted(shop, now)
    chats = chat(shop, now)
    progress("tickets", len(stories) + len(SPAM) + chats)
    give_out(shop)
    keep_hours(shop)
    ask_higher(shop)
    furnish(shop)
    automate(shop)
    return shop, len(stories) + len(SPAM) + chats


def _everyday() -> list[Story]:
    """One question and one answer each, spread over the first twelve of the fourteen days."""
    owners = ("budi", "grace", "dewi")
    return [
        Story(
            who=who,
            days=13.5 - place * 0.55,
            subject=subject,
            lines=(f"<0 {question}", f">{0.3 + place % 5 / 4} {answer}"),
            via=("email", "email", "webform", "api")[place % 4],
            owner=owners[place % 3],
            end="closed" if place < 14 else "resolved",
        )
        for place, (who, subject, question, answer) in enumerate(EVERYDAY)
    ]


def _unwanted(shop: Shop, now: datetime) -> None:
    for place, (name, address, subject, text) in enumerate(SPAM):
        spam(shop, name, address, subject, text, now - timedelta(days=1 + 3 * place, hours=5))
    quarantine(shop, now - timedelta(hours=7))


def _said(shop: Shop, tickets: int) -> str:
    people = "\n".join(f"  {address_of(key)}  ({name}, {role})" for key, name, role, _language in AGENTS)
    return (
        f"{shop.workspace.name} is open, marked as demo: {tickets} tickets, and nothing in it is ever sent.\n"
        f"Log in as any of these; the password of all six is {shop.password} (it is not shown again).\n{people}\n"
        "To take it all away: percaya demo clear"
    )
