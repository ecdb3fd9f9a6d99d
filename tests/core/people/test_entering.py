"""Getting into the portal: a code or a link that was sent to an address, good once, in one browser, for a quarter of an hour."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import add_handle, resolve_contact
from percaya.core.people.actions.entering import (
    LIFE,
    STAY,
    TRIES,
    Secrets,
    ask_entry,
    enter_by_code,
    enter_by_link,
    leave,
    leave_everywhere,
    make_secrets,
)
from percaya.core.people.actions.handles import move_handle, remove_handle
from percaya.core.people.actions.merging import merge_contacts
from percaya.core.people.actions.organisations import create_organisation
from percaya.core.people.models import Handle, PortalEntry, PortalSession
from percaya.core.people.portal import devices, entry_open, session_of, shared_organisation
from tests.cast import Cast, customer

pytestmark = pytest.mark.django_db
RINA = "rina@contoh.example"


def asked(cast: Cast, value: str = RINA) -> tuple[Secrets, str]:
    entry, browser = ask_entry(workspace_id=cast.workspace.pk, kind="email", value=value, language="id")
    made = make_secrets(entry_id=entry.pk)
    assert made is not None
    return made, browser


def by_code(cast: Cast, browser: str, code: str) -> str | None:
    return enter_by_code(workspace_id=cast.workspace.pk, browser=browser, code=code, device="Firefox")


def by_link(cast: Cast, browser: str, link: str) -> str | None:
    return enter_by_link(workspace_id=cast.workspace.pk, browser=browser, link=link, device="Firefox")


def let_in(cast: Cast, value: str = RINA) -> str:
    made, browser = asked(cast, value)
    secret = by_code(cast, browser, made.code)
    assert secret is not None
    return secret


def session(cast: Cast, secret: str) -> PortalSession:
    found = session_of(cast.workspace.pk, secret)
    assert found is not None
    return found


def test_the_code_lets_the_person_in_once(cast: Cast) -> None:
    made, browser = asked(cast)
    secret = by_code(cast, browser, f"{made.code[:3]} {made.code[3:]}")
    assert secret is not None and session(cast, secret).handle.contact_id == cast.rina.pk
    assert by_code(cast, browser, made.code) is None and by_link(cast, browser, made.link) is None


def test_the_link_lets_in_only_the_browser_that_asked(cast: Cast) -> None:
    made, browser = asked(cast)
    assert by_link(cast, "another browser", made.link) is None and by_code(cast, "another browser", made.code) is None
    assert by_link(cast, browser, made.link) is not None
    assert by_link(cast, browser, made.link) is None


def test_five_guesses_lock_the_code(cast: Cast) -> None:
    made, browser = asked(cast)
    wrong = f"{(int(made.code) + 1) % 1_000_000:06}"
    assert [by_code(cast, browser, wrong) for _guess in range(TRIES)] == [None] * TRIES
    assert by_code(cast, browser, made.code) is None


def test_after_a_quarter_of_an_hour_nothing_opens(cast: Cast) -> None:
    made, browser = asked(cast)
    with time_machine.travel(timezone.now() + LIFE + timedelta(seconds=1)):
        assert by_code(cast, browser, made.code) is None and by_link(cast, browser, made.link) is None
        assert make_secrets(entry_id=made.entry.pk) is None
        assert not entry_open(cast.workspace.pk, browser)


def test_an_unknown_address_makes_an_entry_that_nothing_opens(cast: Cast) -> None:
    entry, browser = ask_entry(workspace_id=cast.workspace.pk, kind="email", value="siapa@contoh.example", language="id")
    assert make_secrets(entry_id=entry.pk) is None
    assert entry_open(cast.workspace.pk, browser)
    assert by_code(cast, browser, "000000") is None and by_code(cast, browser, "") is None and by_link(cast, browser, "") is None
    with pytest.raises(ValidationError):
        ask_entry(workspace_id=cast.workspace.pk, kind="email", value="bukan alamat", language="id")


def test_nothing_that_is_kept_opens_anything(cast: Cast) -> None:
    made, browser = asked(cast)
    kept = PortalEntry.objects.get(pk=made.entry.pk)
    assert made.code not in kept.code and made.link != kept.link and browser != kept.browser
    secret = by_code(cast, browser, made.code)
    assert not PortalSession.objects.filter(hash=secret).exists()


def test_a_code_of_one_workspace_is_nothing_in_another(cast: Cast) -> None:
    made, browser = asked(cast)
    there = cast.warung.workspace.pk
    assert enter_by_code(workspace_id=there, browser=browser, code=made.code, device="") is None
    assert enter_by_link(workspace_id=there, browser=browser, link=made.link, device="") is None
    assert session_of(there, let_in(cast)) is None


def test_a_typed_in_address_is_proved_by_the_code_unless_more_hangs_on_its_contact(cast: Cast) -> None:
    where = {"workspace_id": cast.workspace.pk, "kind": "email", "claim": "webform", "by": Actor.system()}
    lone, handle = resolve_contact(value="lina@contoh.example", **where)  # type: ignore[arg-type]
    assert session(cast, let_in(cast, "lina@contoh.example")).handle.contact_id == lone.pk
    assert Handle.objects.get(pk=handle.pk).claim == ""
    shared, _handle = resolve_contact(value="mira@contoh.example", **where)  # type: ignore[arg-type]
    add_handle(contact=shared, kind="phone", value="081234567890", by=Actor.system())
    entry, _browser = ask_entry(workspace_id=cast.workspace.pk, kind="email", value="mira@contoh.example", language="id")
    assert make_secrets(entry_id=entry.pk) is None


def test_a_device_leaves_and_so_do_all(cast: Cast) -> None:
    first, second, third = let_in(cast), let_in(cast), let_in(cast)
    assert devices(session(cast, first)) == 3
    leave(session=session(cast, first))
    assert session_of(cast.workspace.pk, first) is None and devices(session(cast, second)) == 2
    leave_everywhere(session=session(cast, second))
    assert session_of(cast.workspace.pk, second) is None and session_of(cast.workspace.pk, third) is None


def test_a_device_is_out_after_thirty_days_and_when_its_address_goes(cast: Cast) -> None:
    secret = let_in(cast)
    with time_machine.travel(timezone.now() + STAY + timedelta(minutes=1)):
        assert session_of(cast.workspace.pk, secret) is None
    add_handle(contact=cast.rina, kind="email", value="rina2@contoh.example", by=Actor.system())
    remove_handle(handle=Handle.objects.get(value=RINA), by=Actor.system())
    assert session_of(cast.workspace.pk, secret) is None


def test_a_device_follows_its_address_to_whom_it_belongs(cast: Cast) -> None:
    """Moved to the right person, or along with a contact that turned out to be the same one."""
    secret, siti = let_in(cast), customer(cast.workspace, "Siti")
    merge_contacts(keep=siti, gone=cast.rina, by=Actor.system())
    assert session(cast, secret).handle.contact_id == siti.pk
    move_handle(handle=Handle.objects.get(value=RINA), to=customer(cast.workspace, "Tuti"), by=Actor.system())
    assert session(cast, secret).handle.contact.name == "Tuti"


def test_colleagues_tickets_are_shared_only_where_the_team_said_so(cast: Cast) -> None:
    organisation = create_organisation(workspace_id=cast.workspace.pk, name="PT Sinar", by=Actor.system())
    cast.rina.organisation = organisation
    assert shared_organisation(cast.rina) is None
    cast.rina.sees_organisation = True
    assert shared_organisation(cast.rina) == organisation.pk
    cast.rina.sees_organisation, organisation.shares_tickets = False, True
    assert shared_organisation(cast.rina) == organisation.pk
    cast.rina.organisation = None
    assert shared_organisation(cast.rina) is None
