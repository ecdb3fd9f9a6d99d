"""What a live chat shows and asks: read from the settings of its channel account, every gap filled and every excess cut."""

import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from percaya.channels.registry import channel
from percaya.core.tickets.clock_words import day_and_time
from percaya.core.tickets.queries.standing import first_name
from percaya.core.workspace.brands import brand_name
from percaya.core.workspace.calendars import is_open, next_opening
from percaya.core.workspace.models import ChannelAccount, Member
from percaya.core.workspace.queries import calendar_of
from percaya.stages.analytics.queries.habits import usual_first_reply
from percaya.web.forms.definition import origin
from percaya.web.ui.colours import ink_on

CHANNEL = "webchat"
COLOUR = "#233a8b"
MOST_ORIGINS = 20
LANGUAGES = ("id", "en")


@dataclass(frozen=True, kw_only=True)
class Definition:
    """``origins``: the sites that may show the panel; ``ink``: the colour of letters on ``colour``."""

    account: ChannelAccount
    intro: str
    language: str
    colour: str
    ink: str
    origins: tuple[str, ...]
    asks_name: bool
    asks_contact: bool
    topics: tuple[str, ...]
    asks_page: bool
    needs_identity: bool

    @property
    def title(self) -> str:
        """Asked of the brand only where it is shown."""
        given = str((self.account.settings or {}).get("title") or "")[:120]
        return given or brand_name(self.account, self.account.workspace)

    @property
    def asks(self) -> bool:
        return self.asks_name or self.asks_contact or bool(self.topics) or self.asks_page


def definition_of(account: ChannelAccount, wanted: str = "") -> Definition:
    """``wanted``: the language of the site's page, which goes before the account's own."""
    given = account.settings or {}
    language = next((each for each in (wanted, given.get("language"), account.workspace.language) if each in LANGUAGES), "id")
    colour = str(given.get("colour") or COLOUR).lower()
    colour = colour if re.fullmatch(r"#[0-9a-f]{6}", colour) else COLOUR
    said = re.split(r"[\s,]+", str(given.get("origins") or ""))
    topics = [each.strip()[:80] for each in str(given.get("topics") or "").split(",")]
    return Definition(
        account=account,
        intro=str(given.get("intro") or "")[:400],
        language=str(language),
        colour=colour,
        ink=ink_on(colour),
        origins=tuple(dict.fromkeys(filter(None, (origin(each) for each in said[:MOST_ORIGINS] if each)))),
        asks_name=bool(given.get("ask_name", True)),
        asks_contact=bool(given.get("ask_contact", True)),
        topics=tuple(filter(None, topics))[:12],
        asks_page=bool(given.get("ask_page")),
        needs_identity=bool(given.get("identity_required")),
    )


def hours(account: ChannelAccount) -> str:
    """When somebody is back, in words; "" while open and where no hours are kept."""
    now = timezone.now()
    calendar = calendar_of(account.workspace_id, team_id=account.team_id, brand_id=account.brand_id).calendar
    if is_open(calendar, now):
        return ""
    back = next_opening(calendar, now)
    if back is None:
        return ""
    when = day_and_time(back, account.workspace.time_zone, get_language() or "id")
    return _("We are closed now and back %(when)s. Leave your message; nothing is lost.") % {"when": when}


def reply_time(account: ChannelAccount) -> str:
    """How soon we usually answer at this hour of the week, from at least thirty real answers; else nothing is said."""
    seconds = usual_first_reply(account.workspace_id, account.channel, timezone.now())
    if seconds is None:
        return ""
    minutes = max(1, -(-seconds // 60))
    if minutes < 60:
        return _("Usually answered within %(minutes)s minutes at this hour") % {"minutes": minutes}
    return _("Usually answered within %(hours)s hours at this hour") % {"hours": -(-minutes // 60)}


def limits() -> tuple[int, int, int]:
    """(characters, files, bytes of one file) of a message."""
    can = channel(CHANNEL).capabilities
    return can.max_text or 0, can.max_attachments or 0, can.max_attachment or 0


def first_name_of(member_id: int, workspace_id: int) -> str:
    """A colleague as customers know them: by the first name."""
    name = Member.objects.filter(pk=member_id, workspace_id=workspace_id).values_list("name", flat=True).first()
    return first_name(name or "")
