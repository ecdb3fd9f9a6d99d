"""The inbox's pages: right for members, closed to others, small, and cheap however long the list is."""

import gzip
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from percaya.core.tickets.models import Ticket
from percaya.web.inbox.listing import ROWS
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    made = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi, labels=["refund"])
    builders.note(made, cast.budi)
    builders.reply(made, cast.dewi)
    builders.inbound(made, files=[builders.stored_file()], raw=builders.raw_mail())
    return builders.fresh(made)


def addresses(cast: Cast, ticket: Ticket) -> list[tuple[str, str]]:
    """(method, path) of every address of the inbox, about that ticket."""
    slug, number, message = cast.workspace.slug, ticket.number, ticket.message_set.first().pk  # type: ignore[union-attr]

    def at(name: str, *args: object) -> str:
        return reverse(f"inbox:{name}", args=[slug, *args])

    return [
        ("get", at("list")), ("get", at("rows") + f"?numbers={number}"), ("get", at("views")),
        ("get", at("search") + "?q=paket"),
        ("get", at("new")), ("get", at("ticket", number)), ("get", at("earlier", number) + "?before=3"),
        ("get", at("fresh", number)),
        ("get", at("quarantine")), ("get", at("stuck")), ("get", at("html", number, message)),
        ("get", reverse("live:token", args=[slug])), ("get", reverse("live:presence", args=[slug, number])),
        ("post", at("bulk")), ("post", at("change", number, "take")), ("post", at("draft", number, "reply")),
        ("post", at("reply", number)),
        ("post", at("note", number)), ("post", at("upload", number)), ("post", at("cancel", number, message)),
        ("post", at("resend", number, message)), ("post", at("proposal", 1, "merge")),
        ("post", at("settle", 1, "replay")), ("post", at("unstick", 1, "retry")),
    ]  # fmt: skip


def test_an_outsider_finds_nothing_at_any_address(cast: Cast, ticket: Ticket) -> None:
    for who, expected in ((cast.tono, 404), (None, 302)):
        client = logged_in(who)
        for method, path in addresses(cast, ticket):
            assert getattr(client, method)(path).status_code == expected, (who, path)


def test_a_ticket_next_door_is_not_there_under_ones_own_address(cast: Cast, ticket: Ticket) -> None:
    foreign = builders.ticket(cast.joko, account=cast.warung.email)
    for _ in range(3):
        foreign = builders.ticket(cast.joko, account=cast.warung.email)
    client = logged_in(cast.dewi)
    assert client.get(reverse("inbox:ticket", args=[cast.workspace.slug, foreign.number])).status_code == 404
    mine = reverse("inbox:html", args=[cast.workspace.slug, ticket.number, foreign.message_set.first().pk])
    assert client.get(mine).status_code == 404


def test_a_private_teams_ticket_is_not_there_for_others(cast: Cast, ticket: Ticket) -> None:
    team = cast.senja.team
    type(team).objects.filter(pk=team.pk).update(is_private=True)
    Ticket.objects.filter(pk=ticket.pk).update(team=team)
    path = reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number])
    assert logged_in(cast.dewi).get(path).status_code == 200
    assert logged_in(cast.budi).get(path).status_code == 404
    token = logged_in(cast.budi).get(reverse("live:token", args=[cast.workspace.slug]) + f"?ticket={ticket.number}")
    assert token.status_code == 200  # and without the ticket's topic: tests/runtime holds what a token may carry


def test_every_page_is_there_in_both_languages(cast: Cast, ticket: Ticket) -> None:
    client = logged_in(cast.sari)
    for language in ("id", "en"):
        client.cookies["percaya_language"] = language
        for method, path in addresses(cast, ticket):
            if method == "get":
                assert client.get(path).status_code == 200, path


def test_a_light_member_reads_and_notes_but_changes_nothing(cast: Cast, ticket: Ticket) -> None:
    client, slug = logged_in(cast.gilang), cast.workspace.slug
    assert client.get(reverse("inbox:ticket", args=[slug, ticket.number])).status_code == 200
    assert client.post(reverse("inbox:note", args=[slug, ticket.number]), {"text": "Saya lihat."}).status_code == 302
    assert client.post(reverse("inbox:reply", args=[slug, ticket.number]), {"text": "Halo"}).status_code == 403
    client.post(reverse("inbox:change", args=[slug, ticket.number, "resolve"]))
    assert builders.fresh(ticket).state == ticket.state


def test_a_form_without_its_token_is_refused(cast: Cast, ticket: Ticket) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.dewi.user)
    answer = client.post(reverse("inbox:change", args=[cast.workspace.slug, ticket.number, "resolve"]))
    assert answer.status_code == 403
    assert builders.fresh(ticket).state == ticket.state


@pytest.fixture
def packed(cast: Cast) -> Callable[[str], int]:
    client = logged_in(cast.dewi)

    def size(path: str, **headers: str) -> int:
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200
        return len(gzip.compress(answer.content, 6))

    return size


def test_a_page_of_rows_costs_as_many_statements_as_five(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, packed: Callable[[str], int]
) -> None:
    client, path = logged_in(cast.dewi), reverse("inbox:list", args=[cast.workspace.slug]) + "?view=open&part=rows"
    for count in range(55):
        builders.ticket(cast.rina, subject=f"Pesanan {count}", account=cast.senja.email, labels=["refund", "vip"])
    client.get(path)
    with django_assert_max_num_queries(24):
        answer = client.get(path)
    assert answer.content.count(b'class="row"') == ROWS
    assert "after=" in answer.content.decode()
    assert packed(path) <= 30_000
    assert packed(reverse("inbox:list", args=[cast.workspace.slug]) + "?view=open") <= 30_000


def test_a_long_ticket_costs_what_a_short_one_costs(
    cast: Cast, ticket: Ticket, django_assert_max_num_queries: DjangoAssertNumQueries, packed: Callable[[str], int]
) -> None:
    for count in range(40):
        builders.inbound(ticket, f"Pesan {count}")
    client, path = logged_in(cast.dewi), reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number])
    htmx = {"HX-Request": "true", "HX-Target": "ticket"}
    client.get(path, headers=htmx)
    with django_assert_max_num_queries(45):
        client.get(path, headers=htmx)
    assert packed(path, **htmx) <= 20_000


def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast) -> None:
    for count in range(60):
        builders.ticket(cast.rina, subject=f"Pesanan {count}", account=cast.senja.email)
    client, seen = logged_in(cast.dewi), []
    for sort in ("urgent", "newest", "updated"):
        seen.clear()
        path = reverse("inbox:list", args=[cast.workspace.slug]) + f"?view=open&sort={sort}"
        while path:
            page = client.get(path + "&part=rows").content.decode()
            seen += [part.split('"')[0] for part in page.split('id="row-')[1:]]
            more = page.split('class="more"><a class="button" href="')[1:]
            path = more[0].split('"')[0].replace("&amp;", "&") if more else ""
        assert len(seen) == len(set(seen)) == 60, sort
