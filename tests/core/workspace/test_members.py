"""Who gets in, with which rights, and that links work once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.workspace import queries, seal
from percaya.core.workspace.actions.accounts import change_account, connect_account
from percaya.core.workspace.actions.members import change_member, create_user, invite, use_invitation
from percaya.core.workspace.actions.tokens import create_token, find_token, revoke_token
from percaya.core.workspace.policy import may_give, rights_of
from tests.cast import Cast


@pytest.mark.parametrize(
    ("role", "granted", "allowed"),
    [
        ("owner", "owner", True),
        ("admin", "owner", False),
        ("admin", "admin", True),
        ("supervisor", "light", False),
        ("agent", "agent", False),
    ],
)
def test_nobody_hands_out_more_than_they_hold(role: str, granted: str, allowed: bool) -> None:
    assert may_give(rights_of(role), rights_of(granted)) is allowed


def test_an_invitation_works_once_and_for_three_days(cast: Cast) -> None:
    secret = invite(workspace=cast.workspace, email="baru@senja.example", role="agent", by=cast.wayan)
    assert use_invitation(secret).role == "agent"
    with pytest.raises(ValidationError):
        use_invitation(secret)
    late = invite(workspace=cast.workspace, email="baru@senja.example", role="agent", by=cast.wayan)
    with time_machine.travel(timezone.now() + timedelta(hours=73)), pytest.raises(ValidationError):
        use_invitation(late)


@pytest.mark.parametrize("secret", ["", " ", "x", "\0"])
def test_no_short_or_empty_secret_opens_anything(cast: Cast, secret: str) -> None:
    with pytest.raises(ValidationError):
        use_invitation(secret)


def test_an_agent_cannot_invite(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        invite(workspace=cast.workspace, email="x@y.example", role="light", by=cast.dewi)


def test_the_last_owner_stays(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        change_member(member=cast.ratna, role="agent", by=cast.ratna)
    with pytest.raises(ValidationError):
        change_member(member=cast.ratna, is_active=False, by=cast.ratna)


def test_an_admin_cannot_touch_the_owner(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        change_member(member=cast.ratna, is_active=False, by=cast.wayan)


def test_a_deactivated_member_has_no_door(cast: Cast) -> None:
    change_member(member=cast.dewi, is_active=False, by=cast.wayan)
    assert queries.membership(cast.dewi.user_id, cast.workspace.slug) is None


def test_an_address_has_one_login_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        create_user(email="DEWI@toko-senja.example", name="x", password="kain tenun dari Sumba")


def test_a_token_is_shown_once_and_dies_when_revoked_or_its_member_leaves(cast: Cast) -> None:
    token, secret = create_token(member=cast.dewi, name="Kasir", scopes=["tickets:read"], by=Actor.member(cast.dewi.pk))
    assert secret not in str(vars(token)) and find_token(secret) == token
    revoke_token(token=token, by=Actor.member(cast.dewi.pk))
    assert find_token(secret) is None
    _second, other = create_token(member=cast.budi, name="Kasir", scopes=["tickets:read"], by=Actor.system())
    change_member(member=cast.budi, is_active=False, by=cast.wayan)
    assert find_token(other) is None


def test_unknown_scopes_are_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        create_token(member=cast.dewi, name="x", scopes=["everything"], by=Actor.system())


def test_secrets_are_sealed_and_a_blank_keeps_them(cast: Cast) -> None:
    account = connect_account(
        workspace=cast.workspace,
        channel="email",
        name="Kedua",
        address="dua@senja.example",
        secrets={"imap_password": "sangat rahasia"},
        by=Actor.system(),
    )
    assert b"rahasia" not in bytes(account.sealed)
    change_account(account=account, secrets={"imap_password": "", "smtp_password": "lain"}, by=Actor.system())
    assert seal.unseal(account.sealed) == {"imap_password": "sangat rahasia", "smtp_password": "lain"}


def test_an_address_belongs_to_one_account_in_the_whole_house(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        connect_account(
            workspace=cast.warung.workspace, channel="email", name="Curi", address="HALO@senja.example", by=Actor.system()
        )


def test_a_plus_address_leads_to_its_account(cast: Cast) -> None:
    assert queries.account_at("email", "Halo+t.abc@senja.example") == cast.senja.email
    assert queries.account_at("email", "lain@senja.example") is None
