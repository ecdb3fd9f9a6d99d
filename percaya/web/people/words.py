"""Words of these pages that stand for stored ones."""

from django.utils.translation import gettext as _

from percaya.web.ui.times import INDONESIAN_ZONES


def purpose_word(purpose: str) -> str:
    return purposes().get(purpose, purpose)


def purposes() -> dict[str, str]:
    return {
        "service": _("Service"),
        "marketing": _("Offers and news"),
        "survey": _("Surveys"),
        "automation": _("Answers by machines"),
        "sharing": _("Handing data to others"),
    }


def bases() -> dict[str, str]:
    """The six legal bases; UU PDP article 20, GDPR article 6."""
    return {
        "consent": _("Consent"),
        "contract": _("Contract"),
        "legal_duty": _("Legal duty"),
        "vital_interest": _("Vital interest"),
        "public_duty": _("Public duty"),
        "legitimate_interest": _("Legitimate interest"),
    }


def target_words() -> dict[str, str]:
    """What a column of a file becomes."""
    return {
        "name": _("Name"),
        "salutation": _("Salutation"),
        "vip": _("VIP"),
        "email": _("Mail"),
        "phone": _("Phone"),
        "external": _("Number of our own"),
        "organisation": _("Organisation"),
        "language": _("Language"),
        "time_zone": _("Time zone"),
        "notes": _("About"),
        "domains": _("Domains"),
    }


def zones() -> list[tuple[str, str]]:
    """The zones one can choose for a person; other names of the IANA list can be typed by the API."""
    home = [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
    abroad = ("Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Tokyo", "Asia/Dubai", "Australia/Sydney", "Europe/Amsterdam",
              "Europe/London", "America/New_York", "America/Los_Angeles")  # fmt: skip
    return [("", "—"), *home, *((name, name.replace("_", " ")) for name in abroad)]


def zone_word(name: str) -> str:
    return INDONESIAN_ZONES.get(name, name.rpartition("/")[2].replace("_", " "))


def language_word(code: str) -> str:
    return {"id": "Bahasa Indonesia", "en": "English"}.get(code, code)
