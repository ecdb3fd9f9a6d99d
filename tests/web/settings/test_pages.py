"""The settings: who may open what, and what each page keeps."""

import pytest
from django.test import Client

from percaya.core import public_ids
from percaya.core.tickets.models import Label
from percaya.core.workspace import seal
from percaya.core.workspace.actions.tokens import find_token
from percaya.core.workspace.models import ChannelAccount, Invitation, Member, Team
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db

OF_ADMINS = (
    "workspace/",
    "hours/",
    "calendars/new",
    "holidays/",
    "escalation/",
    "members/",
    "teams/",
    "channels/",
    "channels/new/email/",
    "api/",
)


def root(cast: Cast) -> str:
    return f"/w/{cast.workspace.slug}/settings/"


def form_page(account: ChannelAccount) -> str:
    return f"forms/{public_ids.encode('account', account.pk)}/"


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_opens_for_the_owner_in_both_languages(cast: Cast, language: str) -> None:
    builders.token(cast.ratna)
    builders.ticket(cast.rina, labels=["retur"])
    client = logged_in(cast.ratna)
    client.cookies["percaya_language"] = language
    account = public_ids.encode("account", cast.senja.email.pk)
    team = public_ids.encode("team", cast.senja.team.pk)
    pages = (*OF_ADMINS, "me/", "labels/", f"channels/{account}/", f"teams/{team}/", form_page(cast.senja.form))
    for page in pages:
        response = client.get(root(cast) + page)
        assert response.status_code == 200, page
        assert f'<html lang="{language}"' in response.content.decode()


def test_agents_have_their_own_page_and_no_other(cast: Cast) -> None:
    for who in (cast.sari, cast.dewi, cast.gilang):
        client = logged_in(who)
        assert client.get(root(cast) + "me/").status_code == 200
        assert {client.get(root(cast) + page).status_code for page in OF_ADMINS} == {403}
        assert client.post(root(cast) + "api/", {"name": "x", "scopes": ["tickets:read"]}).status_code == 403
    assert logged_in(cast.dewi).get(root(cast) + "labels/").status_code == 403
    assert logged_in(cast.sari).get(root(cast) + "labels/").status_code == 200


def test_the_menu_stands_in_parts_and_each_reads_those_that_are_theirs(cast: Cast) -> None:
    owners = logged_in(cast.ratna).get(root(cast) + "labels/").content.decode()
    parts = [f'id="settings-part-{number}"' for number in range(1, 8)]
    assert [owners.count(one) for one in parts] == [1] * 7 and owners.count('aria-labelledby="settings-part-') == 7
    assert owners.count('aria-current="page"') >= 1
    agents = logged_in(cast.dewi).get(root(cast) + "me/").content.decode()
    assert agents.count('aria-labelledby="settings-part-') < 7, "a heading never stands over nothing"


def test_outsiders_find_nothing_and_strangers_log_in_first(cast: Cast) -> None:
    for page in (*OF_ADMINS, "me/", "labels/"):
        assert logged_in(cast.tono).get(root(cast) + page).status_code == 404
        assert Client().get(root(cast) + page).status_code == 302


def test_ids_of_another_workspace_are_not_found(cast: Cast) -> None:
    client = logged_in(cast.ratna)
    label = Label.objects.create(workspace=cast.warung.workspace, name="asing")
    other = {kind: public_ids.encode(kind, pk) for kind, pk in (
        ("account", cast.warung.email.pk), ("team", cast.warung.team.pk), ("member", cast.tono.pk), ("label", label.pk),
        ("token", builders.token_row(cast.tono)[0].pk),
    )}  # fmt: skip
    form = public_ids.encode("account", cast.warung.form.pk)
    for page in (f"channels/{other['account']}/", f"teams/{other['team']}/", f"forms/{form}/"):
        assert client.get(root(cast) + page).status_code == 404
    for page in (
        f"members/{other['member']}", f"labels/{other['label']}", f"api/{other['token']}/revoke",
        f"channels/{other['account']}/pause", f"channels/{other['account']}/check",
    ):  # fmt: skip
        assert client.post(root(cast) + page, {"name": "x", "role": "agent"}).status_code == 404, page


def test_my_habits_are_kept_and_the_devices_choice_gives_way(cast: Cast) -> None:
    client = logged_in(cast.dewi)
    client.cookies["percaya_theme"] = "dark"
    chosen = {"name": "Dewi L", "language": "en", "theme": "light", "density": "compact", "after_action": "list"}
    response = client.post(root(cast) + "me/", chosen)
    assert response.status_code == 302 and response.cookies["percaya_theme"].value == ""
    member = Member.objects.get(pk=cast.dewi.pk)
    assert (member.name, member.language) == ("Dewi L", "en")
    assert member.settings == {"theme": "light", "density": "compact", "after_action": "list", "keys_off": True}


def test_invitation_links_are_shown_once_and_can_be_withdrawn(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    shown = client.post(root(cast) + "members/invite", {"addresses": "Lia <lia@contoh.id>; eko@contoh.id", "role": "agent"})
    body = shown.content.decode()
    assert body.count("/join/") == 2 and "lia@contoh.id" in body
    assert "/join/" not in client.get(root(cast) + "members/").content.decode()
    invitation = Invitation.objects.get(email="eko@contoh.id")
    client.post(root(cast) + f"invitations/{invitation.pk}/withdraw")
    assert "eko@contoh.id" not in client.get(root(cast) + "members/").content.decode()


def test_an_admin_makes_no_owners_and_the_last_owner_stays(cast: Cast) -> None:
    admin, owner = logged_in(cast.wayan), logged_in(cast.ratna)
    admin.post(root(cast) + "members/invite", {"addresses": "x@contoh.id", "role": "owner"})
    assert not Invitation.objects.exists()
    dewi, ratna = (public_ids.encode("member", who.pk) for who in (cast.dewi, cast.ratna))
    admin.post(root(cast) + f"members/{dewi}", {"role": "owner"})
    assert Member.objects.get(pk=cast.dewi.pk).role == "agent"
    owner.post(root(cast) + f"members/{ratna}", {"role": "agent"})
    assert Member.objects.get(pk=cast.ratna.pk).role == "owner"
    admin.post(root(cast) + f"members/{dewi}", {"active": "no"})
    assert not Member.objects.get(pk=cast.dewi.pk).is_active
    assert logged_in(cast.dewi).get(root(cast) + "me/").status_code == 404


def test_a_team_takes_own_members_only(cast: Cast) -> None:
    client = logged_in(cast.ratna)
    members = [public_ids.encode("member", who.pk) for who in (cast.budi, cast.tono)]
    client.post(root(cast) + "teams/", {"name": "Refund", "members": members, "is_private": "1"})
    team = Team.objects.get(workspace=cast.workspace, name="Refund")
    assert team.is_private and [link.member_id for link in team.teammember_set.all()] == [cast.budi.pk]
    again = client.post(root(cast) + "teams/", {"name": "refund"})
    assert again.status_code == 422


def test_secrets_are_sealed_never_shown_and_kept_when_left_blank(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    page = root(cast) + f"channels/{public_ids.encode('account', cast.senja.email.pk)}/"
    given = {
        "account_name": "Halo", "account_team": "", "address": "Halo@senja.example", "imap_host": "imap.senja.example",
        "imap_port": "993", "imap_security": "tls", "imap_user": "halo", "imap_password": "rahasia sekali",
        "provider": "smtp", "smtp_port": "587", "smtp_security": "starttls", "imap_folder": "INBOX",
    }  # fmt: skip
    response = client.post(page, given)
    assert response.status_code == 302, response.content.decode()[:3000]
    assert "rahasia sekali" not in client.get(page).content.decode()
    client.post(page, {**given, "imap_password": "", "imap_user": "lain"})
    account = ChannelAccount.objects.get(pk=cast.senja.email.pk)
    assert seal.unseal(account.sealed) == {"imap_password": "rahasia sekali"}
    assert account.address == "halo@senja.example" and account.settings["imap_user"] == "lain"
    assert "imap_password" not in account.settings


def test_another_accounts_address_is_refused_in_words(cast: Cast) -> None:
    response = logged_in(cast.wayan).post(
        root(cast) + "channels/new/email/",
        {
            "account_name": "Dua",
            "address": "halo@warung.example",
            "provider": "smtp",
            "imap_security": "tls",
            "smtp_security": "tls",
        },
    )
    assert response.status_code == 422 and ChannelAccount.objects.filter(name="Dua").count() == 0


def test_pausing_and_going_on(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    page = root(cast) + f"channels/{public_ids.encode('account', cast.senja.email.pk)}/pause"
    for expected in (False, True):
        client.post(page)
        assert ChannelAccount.objects.get(pk=cast.senja.email.pk).is_active is expected


def test_a_server_that_does_not_answer_is_said_so(cast: Cast) -> None:
    ChannelAccount.objects.filter(pk=cast.senja.email.pk).update(
        settings={"smtp_host": "127.0.0.1", "smtp_port": 9, "smtp_security": "none"}
    )
    client = logged_in(cast.wayan)
    body = client.post(root(cast) + f"channels/{public_ids.encode('account', cast.senja.email.pk)}/check").content.decode()
    assert "127.0.0.1 tidak terjangkau" in body


def test_a_token_is_shown_once_works_and_is_worthless_when_revoked(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    body = client.post(root(cast) + "api/", {"name": "Kasir", "scopes": ["tickets:read"], "days": "30"}).content.decode()
    secret = body.split('id="secret">')[1].split("<")[0]
    token = find_token(secret)
    assert token is not None and token.scopes == ["tickets:read"] and token.expires_at is not None
    assert secret not in client.get(root(cast) + "api/").content.decode()
    client.post(root(cast) + f"api/{public_ids.encode('token', token.pk)}/revoke")
    assert find_token(secret) is None


def test_labels_are_made_renamed_joined_and_removed(cast: Cast) -> None:
    client = logged_in(cast.sari)
    ticket = builders.ticket(cast.rina, labels=["retur", "refund"])
    client.post(root(cast) + "labels/", {"name": "vip"})
    retur, vip = (Label.objects.get(workspace=cast.workspace, name=name) for name in ("retur", "vip"))
    client.post(root(cast) + f"labels/{public_ids.encode('label', retur.pk)}", {"name": "Refund"})
    client.post(root(cast) + f"labels/{public_ids.encode('label', vip.pk)}", {"remove": "1"})
    assert list(Label.objects.filter(workspace=cast.workspace).values_list("name", flat=True)) == ["refund"]
    assert ticket.ticketlabel_set.count() == 1


def test_a_mailbox_without_a_way_out_says_so(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    assert "balasan belum bisa keluar" in client.get(root(cast) + "channels/").content.decode()
    ChannelAccount.objects.filter(pk=cast.senja.email.pk).update(settings={"smtp_host": "smtp.senja.example"})
    assert "balasan belum bisa keluar" not in client.get(root(cast) + "channels/").content.decode()


def test_a_test_message_makes_a_real_ticket_and_says_how_long_it_took(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    page = root(cast) + f"channels/{public_ids.encode('account', cast.senja.email.pk)}/try"
    body = client.post(page, follow=True).content.decode()
    assert "Tiket #1 sudah ada setelah" in body
    assert logged_in(cast.dewi).post(page).status_code == 403
    foreign = root(cast) + f"channels/{public_ids.encode('account', cast.warung.email.pk)}/try"
    assert client.post(foreign).status_code == 404
