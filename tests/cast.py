"""The named cast of every test. Toko Senja sells batik; Warung Lain next door must never see any of it.

Toko Senja   Ratna (owner) · Wayan (admin) · Sari (supervisor) · Dewi and Budi (agents) · Gilang (light) · Rina buys there
Warung Lain  Tono (owner) · Joko eats there: the outsiders

    def test_x(cast: Cast) -> None:
        ticket = builders.ticket(cast.rina, subject="Paket belum sampai")
        client.force_login(cast.dewi.user)
"""

from dataclasses import dataclass

from django.test import Client

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.people.models import Contact
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.actions.members import add_member, create_user, save_team
from percaya.core.workspace.actions.workspaces import create_workspace
from percaya.core.workspace.models import ChannelAccount, Member, Team, Workspace

PASSWORD = "kain lurik dari Klaten"


@dataclass(frozen=True)
class Shop:
    """A workspace with the rooms every test expects: a mailbox, a form, the API, a team."""

    workspace: Workspace
    email: ChannelAccount
    form: ChannelAccount
    api: ChannelAccount
    team: Team


@dataclass(frozen=True)
class Cast:
    senja: Shop
    ratna: Member  # owner
    wayan: Member  # admin
    sari: Member  # supervisor
    dewi: Member  # agent, in the team Pesanan
    budi: Member  # agent, in no team
    gilang: Member  # light
    rina: Contact  # rina@contoh.example

    warung: Shop
    tono: Member  # owner next door
    joko: Contact  # joko@contoh.example, and a customer next door

    @property
    def workspace(self) -> Workspace:
        return self.senja.workspace

    @property
    def insiders(self) -> tuple[Member, ...]:
        """One member of every role, from the most rights to the fewest."""
        return self.ratna, self.wayan, self.sari, self.dewi, self.gilang


def assemble() -> Cast:
    """Make them all, through the real verbs."""
    senja = create_workspace(name="Toko Senja", by=Actor.system())
    warung = create_workspace(name="Warung Lain", by=Actor.system())
    cast = Cast(
        senja=_furnish(senja, "senja"),
        ratna=member(senja, "Ratna", "owner"),
        wayan=member(senja, "Wayan", "admin"),
        sari=member(senja, "Sari", "supervisor"),
        dewi=member(senja, "Dewi", "agent"),
        budi=member(senja, "Budi", "agent"),
        gilang=member(senja, "Gilang", "light"),
        rina=customer(senja, "Rina Marlina"),
        warung=_furnish(warung, "warung"),
        tono=member(warung, "Tono", "owner"),
        joko=customer(warung, "Joko"),
    )
    save_team(workspace=senja, team=cast.senja.team, name="Pesanan", members=[cast.dewi], by=Actor.system())
    return cast


def member(workspace: Workspace, name: str, role: str, *, email: str = "", language: str = "id") -> Member:
    """A login (password ``PASSWORD``) and its place in the workspace."""
    address = email or f"{name.lower()}@{workspace.slug}.example"
    user = create_user(email=address, name=name, password=PASSWORD)
    return add_member(workspace=workspace, user=user, role=role, language=language, by=Actor.system())


def customer(workspace: Workspace, name: str, *, email: str = "") -> Contact:
    """A contact with an address of mail."""
    address = email or f"{name.split()[0].lower()}@contoh.example"
    contact, _handle = resolve_contact(workspace_id=workspace.pk, kind="email", value=address, name=name, by=Actor.system())
    return contact


def logged_in(who: Member | None) -> Client:
    """A browser of that member; of nobody when none is named."""
    client = Client()
    if who is not None:
        client.force_login(who.user)
    return client


def _furnish(workspace: Workspace, short: str) -> Shop:
    system = Actor.system()
    team = save_team(workspace=workspace, name="Pesanan", members=[], by=system)

    def connect(channel: str, name: str, address: str = "") -> ChannelAccount:
        return connect_account(workspace=workspace, channel=channel, name=name, address=address, by=system)

    return Shop(
        workspace=workspace,
        email=connect("email", workspace.name, f"halo@{short}.example"),
        form=connect("webform", f"Formulir {workspace.name}"),
        api=connect("api", f"API {workspace.name}"),
        team=team,
    )
