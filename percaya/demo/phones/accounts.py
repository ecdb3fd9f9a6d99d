"""The chat channels of a demo: connected like any other, and marked as played on this machine."""

from typing import Any

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.accounts import change_account, connect_account
from percaya.core.workspace.models import ChannelAccount, Workspace
from percaya.demo.phones.keeping import STAND_IN
from percaya.demo.vendors.graph_hooks import GraphHooks
from percaya.demo.vendors.graph_social_people import APP, OWN, SECRET, VERIFY
from percaya.demo.vendors.graph_social_people import TOKEN as SOCIAL_TOKEN
from percaya.demo.vendors.line import BOT
from percaya.demo.vendors.line import SECRET as LINE_SECRET
from percaya.demo.vendors.line import TOKEN as LINE_TOKEN
from percaya.demo.vendors.telegram_customers import TOKEN
from percaya.demo.vendors.twilio import SID, SMS, WHATSAPP
from percaya.demo.vendors.twilio import TOKEN as TWILIO_TOKEN

# As the stand-ins have them; they open nothing but those.
_WHATSAPP = {"access_token": "EAAG-toko-senja", "app_secret": "rahasia-aplikasi", "verify_token": "kenanga"}
_INSTAGRAM = {"access_token": SOCIAL_TOKEN, "app_secret": SECRET, "verify_token": VERIFY}
_LINE = {"channel_secret": LINE_SECRET, "access_token": LINE_TOKEN}
_TWILIO = {"auth_token": TWILIO_TOKEN}


def connect(workspace: Workspace, *, played: bool = True) -> dict[str, ChannelAccount]:
    """By channel. Without ``played`` no stand-in answers for them yet, whoever serves meanwhile: see ``play``."""
    made: tuple[tuple[str, str, str, dict[str, Any], dict[str, str]], ...] = (
        ("whatsapp", "WhatsApp", GraphHooks.phone_number_id, {"waba_id": GraphHooks.waba_id}, _WHATSAPP),
        ("instagram", "Instagram", OWN["instagram"], {"app_id": APP}, _INSTAGRAM),
        ("telegram", "Telegram", TOKEN.partition(":")[0], {"receiving": "webhook"}, {"bot_token": TOKEN}),
        ("line", "LINE", BOT, {}, _LINE),
        ("twilio", "SMS", SMS, {"account_sid": SID}, _TWILIO),
        ("twilio_whatsapp", "WhatsApp (Twilio)", WHATSAPP.removeprefix("whatsapp:"), {"account_sid": SID}, _TWILIO),
    )
    return {
        channel: connect_account(
            workspace=workspace, channel=channel, name=name, address=address, settings={**settings, STAND_IN: played},
            secrets=secrets, by=Actor.system(),
        )
        for channel, name, address, settings, secrets in made
    }  # fmt: skip


def play(workspace: Workspace) -> None:
    """The past is told: from now on a process that serves plays their vendors."""
    for account in ChannelAccount.objects.filter(workspace=workspace, settings__has_key=STAND_IN):
        change_account(account=account, settings={**account.settings, STAND_IN: True}, by=Actor.system())
