"""Senja Batik: its people, teams and channels, in a workspace of its own that is marked as demo."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.actions.members import add_member, create_user, save_team
from percaya.core.workspace.actions.workspaces import change_workspace, create_workspace
from percaya.core.workspace.models import ChannelAccount, Member, Team, User, Workspace
from percaya.demo.service_levels import set_levels

NAME = "Senja Batik"
DOMAIN = "senja-batik.example"
AGENTS = (
    ("dewi", "Dewi Lestari", "owner", "id"),
    ("wayan", "I Wayan Sudarma", "admin", "id"),
    ("sari", "Sari Wulandari", "supervisor", "id"),
    ("budi", "Budi", "agent", "id"),
    ("grace", "Grace Simanjuntak", "agent", "en"),
    ("gilang", "Gilang (gudang)", "light", "id"),
)
TEAMS = {"Pesanan": ("dewi", "sari", "budi", "grace"), "Retur": ("sari", "grace"), "Pembayaran": ("wayan", "budi")}
_WORDS = (
    "kain", "lurik", "senja", "pasar", "pantai", "gunung", "rempah", "perahu", "melati", "kunyit", "canting", "gerobak",
    "payung", "kelapa", "lentera", "jagung",
)  # fmt: skip


@dataclass(frozen=True)
class Shop:
    workspace: Workspace
    members: dict[str, Member]
    teams: dict[str, Team]
    accounts: dict[str, ChannelAccount]  # by channel
    password: str  # of all six; known to whoever read it off the screen


def open_shop() -> Shop:
    system = Actor.system()
    workspace = create_workspace(name=NAME, is_demo=True, by=system)
    change_workspace(workspace=workspace, salutation="Kak", by=system)
    set_levels(workspace)
    password = _password()
    members = {key: _member(workspace, key, name, role, language, password) for key, name, role, language in AGENTS}
    teams = {
        name: save_team(workspace=workspace, name=name, members=[members[key] for key in inside], by=system)
        for name, inside in TEAMS.items()
    }
    return Shop(workspace, members, teams, _accounts(workspace), password)


def address_of(key: str) -> str:
    return f"{key}@{DOMAIN}"


def _password() -> str:
    """Four words and a number, none of which anybody's address resembles: the rules for passwords would refuse it."""
    while True:
        password = "-".join(secrets.choice(_WORDS) for _count in range(4)) + f"-{secrets.randbelow(90) + 10}"
        try:
            for key, name, _role, _language in AGENTS:
                validate_password(password, User(email=address_of(key), name=name))
        except ValidationError:
            continue
        return password


def _member(workspace: Workspace, key: str, name: str, role: str, language: str, password: str) -> Member:
    user = create_user(email=address_of(key), name=name, password=password)
    return add_member(workspace=workspace, user=user, role=role, language=language, by=Actor.system())


def _accounts(workspace: Workspace) -> dict[str, ChannelAccount]:
    made: tuple[tuple[str, str, str, dict[str, str]], ...] = (
        ("email", NAME, address_of("halo"), {"address": address_of("halo"), "display_name": NAME}),
        ("webform", "Formulir kontak", "", {}),
        ("api", "Toko online", "", {"system": "Toko online"}),
        ("webchat", "Chat di situs", "", {"title": NAME, "topics": "Pesanan, Retur, Pembayaran"}),
    )
    return {
        channel: connect_account(
            workspace=workspace, channel=channel, name=name, address=address, settings=settings, by=Actor.system()
        )
        for channel, name, address, settings in made
    }
