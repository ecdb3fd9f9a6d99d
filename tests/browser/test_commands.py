"""Every command of the table does something: each is pressed where it belongs, and what it did is looked at."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from percaya.core.tickets.models import Ticket
from percaya.web.ui.commands import COMMANDS, Command
from tests import builders
from tests.cast import Cast
from tests.services.chromium import Site

Seen = Callable[[Page, Ticket], None]


def visible(selector: str) -> Seen:
    return lambda page, _ticket: expect(page.locator(selector).first).to_be_visible()


def focused(selector: str) -> Seen:
    return lambda page, _ticket: expect(page.locator(selector).first).to_be_focused()


def at(pattern: str) -> Seen:
    return lambda page, _ticket: page.wait_for_url(pattern)


def becomes(**fields: object) -> Seen:
    def check(page: Page, ticket: Ticket) -> None:
        for _try in range(300):
            now = builders.fresh(ticket)
            if all(getattr(now, name) == value for name, value in fields.items()):
                return
            page.wait_for_timeout(100)
        raise AssertionError({name: getattr(now, name) for name in fields})

    return check


def says(words: str) -> Seen:
    return lambda page, _ticket: expect(page.locator(".toast").last).to_contain_text(words)


def ticked(count: int) -> Seen:
    return lambda page, _ticket: expect(page.locator("#rows [name=tickets]:checked")).to_have_count(count)


def row(index: int) -> Seen:
    return lambda page, _ticket: expect(page.locator("#rows .row__link").nth(index)).to_be_focused()


def owned(page: Page, _ticket: Ticket) -> None:
    expect(page.locator("#ticket-head [popovertarget=assign-menu]")).to_contain_text("Dewi")


def is_there(status: str) -> Seen:
    return lambda page, _ticket: expect(page.locator(f"#availability .presence[data-status={status}]")).to_be_visible()


# command -> what is to be seen after its key; where a command needs something first, BEFORE brings it about.
AFTER: dict[str, Seen] = {
    "palette": visible("#palette-dialog"), "help": visible("#keys-dialog"), "search": focused("[data-command=search]"),
    "undo": becomes(state="new"), "new": at("**/new*"), "call": at("**/call*"),
    "apply": lambda page, _t: expect(page.locator("#pill")).to_be_hidden(),
    "next": row(1), "previous": row(0), "open": visible("#composer"), "select": ticked(1),
    "extend-next": ticked(2), "extend-previous": ticked(2), "select-all": ticked(3), "queue": at("**/inbox/*queue=*"),
    "filter": visible("#filter-menu"), "sort": visible("#sort-menu"), "layout": visible("#layout-menu"),
    "save-view": at("**/settings/views/new*"), "notices": visible("#bell-menu"),
    "list": lambda page, _t: expect(page.locator(".row__link[aria-current=true]")).to_be_focused(),
    "newer": visible("#ticket-head"), "older": visible("#ticket-head"),
    "reply": focused("#form-reply textarea"), "note": focused("#form-note textarea"), "forward": visible("#form-forward"),
    "template": visible(".picker"), "take": owned,
    "assign": visible("#assign-menu"), "team": visible("#team-menu"), "state": visible("#state-menu"),
    "priority": visible("#priority-menu"), "label": visible("#label-menu"), "resolve": becomes(state="resolved"),
    "reopen": becomes(state="open"), "snooze": visible("#snooze-menu"), "promise": visible("#promise-menu"),
    "follow": visible("[data-command=follow][aria-pressed=true]"), "beside-customer": visible("#context"),
    "beside-ticket": visible("#context"), "why": at("**/why*"), "unread": says("belum dibaca"), "merge": visible("dialog[open]"),
    "split": visible("dialog[open]"), "find": visible("#find"), "copy": says("disalin"), "spam": becomes(is_spam=True),
    "send": visible(".entry--out:not(.entry--sending)"), "send-resolve": becomes(state="resolved"),
    "go-inbox": at("**/inbox?view=open*"), "go-mine": at("**/inbox?view=reply*"), "go-unclaimed": at("**/inbox?view=unassigned*"),
    "go-board": at("**/board*"), "go-knowledge": at("**/knowledge*"),
    "go-promises": at("**/promises*"), "go-customers": at("**/contacts*"),
    "ask-supervisor": at("**/escalate*"), "go-escalations": at("**/escalations*"),
    "availability": visible("#availability-menu"), "be-available": is_there("available"), "be-break": is_there("break"),
    "be-offline": is_there("offline"),
    "contact": at("**/contacts/con_*"), "edit-contact": visible(".context__form form"),
}  # fmt: skip
ON_LIST = {"apply", "next", "previous", "open", "select", "extend-next", "extend-previous", "select-all", "queue", "filter",
           "sort", "layout", "save-view"}  # fmt: skip


def press(page: Page, key: str) -> None:
    for one in key.replace("mod+", "Control+").split(" "):
        page.keyboard.press(one)


def before(page: Page, command: str, ticket: Ticket) -> None:
    """What a command needs to have something to do."""
    rows = page.locator("#rows .row__link")
    if command in ON_LIST - {"next", "queue", "filter", "sort", "layout", "save-view"}:
        rows.nth(1 if command in ("previous", "extend-previous") else 0).focus()
    if command == "next":
        rows.nth(0).focus()
    if command == "notices":
        expect(page.locator(".bell")).to_be_visible()
    if command == "availability" or command.startswith("be-"):
        expect(page.locator("#availability .presence")).to_be_visible()
    if command == "undo":
        page.keyboard.press("e")
        expect(page.locator(".toast [data-command=undo]")).to_be_visible()
    if command in ("send", "send-resolve"):
        page.keyboard.press("r")
        page.keyboard.type("Baik kak, kami cek.")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_is_handled(site: Site, cast: Cast, inbox: Callable[..., str], command: Command) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, priority="high")
    for count in range(2):
        builders.ticket(cast.rina, subject=f"Pesanan {count}", account=cast.senja.email)
    if command.id == "reopen":
        builders.reply(ticket, cast.dewi, then="resolve")
    query = "view=open&priority=high" if command.id == "save-view" else "view=open"
    page = site.open(
        cast.sari if command.id in ("go-board", "go-escalations") else cast.dewi,
        inbox(query=query) if command.id in ON_LIST else inbox(ticket.number),
    )
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(page.locator("#rows .row").first).to_be_visible()
    before(page, command.id, ticket)
    if command.key:
        press(page, command.key)
    else:
        page.evaluate("id => import('ui/keys').then((keys) => keys.run(id))", command.id)
    AFTER[command.id](page, ticket)
