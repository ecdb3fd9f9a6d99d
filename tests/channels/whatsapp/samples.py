"""Writes the payloads of ``percaya/channels/whatsapp``: ``python -m tests.channels.whatsapp.samples``.

They are of our own making, in the shapes that Meta documents. What reading one must give is looked at by a person before it is
committed; this file only spares typing.
"""

import json
from pathlib import Path
from typing import Any

from percaya.channels.contract import RawArrival, Unreadable
from percaya.channels.whatsapp.channel import CHANNEL
from tests.contracts.account import ACCOUNT, RECEIVED_AT
from tests.contracts.conformance.payloads import Payload
from tests.contracts.readings import as_json

FOLDER = Path(CHANNEL.__class__.__module__.replace(".", "/")).parent / "payloads"
NUMBER = "106540352242922"
WABA = "102290129340398"
RINA = {"profile": {"name": "Rina Melati"}, "wa_id": "6281234567890", "user_id": "ID.8801aZ52QmRina"}
RINA_BEFORE = {"profile": {"name": "Rina Melati"}, "wa_id": "6281234567890"}
BUDI = {"profile": {"name": "Budi", "username": "budi.santoso"}, "user_id": "ID.7720bX19BudiS"}
AT = "1793671200"
GROUP = "Y2FwaV9ncm91cDox"
SHA = "LYQrIAY9LWnDYvPUzSzSxA2k+0h7gGrJPEHF8vPn1aU="


def message(kind: str, data: Any = None, n: Any = 1, **more: Any) -> dict[str, Any]:
    told = {"from": "6281234567890", "from_user_id": "ID.8801aZ52QmRina", "id": f"wamid.HBgNSENJA{kind}{n}", "timestamp": AT}
    return {key: value for key, value in {**told, "type": kind, kind: data, **more}.items() if value is not None}


def value(*messages: dict[str, Any], contacts: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    head = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "+62 811-1000-2000", "phone_number_id": NUMBER}}
    named = {"contacts": contacts if contacts is not None else [RINA], "messages": list(messages)} if messages else {}
    named |= {"contacts": contacts} if contacts and not messages else {}
    return {**head, **named, **more}


def post(*changes: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    told = [{"value": given, "field": field} for field, given in changes]
    return {"object": "whatsapp_business_account", "entry": [{"id": WABA, "changes": told}]}


def said(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return post(("messages", value(*messages, **more)))


def status(state: str, n: int = 1, **more: Any) -> dict[str, Any]:
    told = {"id": f"wamid.HBgNKAMI{n}", "status": state, "timestamp": str(int(AT) + n), "recipient_id": "6281234567890"}
    return {**told, "biz_opaque_callback_data": "msg_senja234567", **more}


def statuses(*given: dict[str, Any]) -> dict[str, Any]:
    return post(("messages", value(statuses=list(given))))


def echo(kind: str, data: Any, **more: Any) -> dict[str, Any]:
    told = {"from": "6281110002000", "to": "6281234567890", "id": f"wamid.HBgNGEMA{kind}", "timestamp": AT, "type": kind}
    return post(("smb_message_echoes", value(message_echoes=[{**told, kind: data, **more}])))


def _file(mime: str, **more: Any) -> dict[str, Any]:
    return {"mime_type": mime, "sha256": SHA, "id": "1908647269898587", **more}


SAMPLES: dict[str, tuple[str, Any]] = {
    "text": (
        "a question from somebody known by user id and phone",
        said(message("text", {"body": "Halo kak, paket saya sudah sampai mana? 🙏"})),
    ),
    "text-before-2026": (
        "an older payload names the phone alone",
        said(message("text", {"body": "Ready stok warna mocca?"}, from_user_id=None), contacts=[RINA_BEFORE]),
    ),
    "text-user-name": (
        "somebody with a user name: no phone at all",
        said(
            message(
                "text", {"body": "Permisi, mau tanya ongkir ke Malang"}, **{"from": None, "from_user_id": "ID.7720bX19BudiS"}
            ),
            contacts=[BUDI],
        ),
    ),
    "text-id-in-wa-id": (
        "from and wa_id hold the user id",
        said(
            message("text", {"body": "P"}, **{"from": "ID.7720bX19BudiS", "from_user_id": None}),
            contacts=[{"wa_id": "ID.7720bX19BudiS"}],
        ),
    ),
    "text-malformed-user-id": (
        "a user id of the wrong shape is ignored, the message is not",
        said(message("text", {"body": "Halo"}, from_user_id="../ID 1"), contacts=[{**RINA, "user_id": "id.x'--"}]),
    ),
    "no-sender": (
        "neither phone nor user id",
        said(message("text", {"body": "Halo"}, **{"from": None, "from_user_id": None}), contacts=[]),
    ),
    "text-odd-letters": (
        "NUL, a lone surrogate, joined emoji and letters from right to left",
        said(
            message(
                "text", {"body": "Ha\u0000lo \ud83d keluarga \U0001f468\u200d\U0001f469\u200d\U0001f467 مرحبا\r\nterima kasih"}
            )
        ),
    ),
    "reply": (
        "answers a message of ours",
        said(message("text", {"body": "Iya kak yang itu"}, context={"from": "6281110002000", "id": "wamid.HBgNKAMI1"})),
    ),
    "forwarded": (
        "passed on by others",
        said(message("text", {"body": "Promo 11.11 toko senja benar?"}, context={"frequently_forwarded": True})),
    ),
    "product-question": (
        "asks about a product of the catalogue",
        said(
            message(
                "text",
                {"body": "Ini masih ada?"},
                context={
                    "from": "6281110002000",
                    "id": "wamid.HBgNKATALOG",
                    "referred_product": {"catalog_id": "774", "product_retailer_id": "GAMIS-07-M"},
                },
            )
        ),
    ),
    "from-advert": (
        "came from an advertisement",
        said(
            message(
                "text",
                {"body": "Halo, saya mau info gamis ini"},
                referral={
                    "source_url": "https://fb.example/iklan/1",
                    "source_type": "ad",
                    "source_id": "1200",
                    "headline": "Gamis Kenanga",
                    "body": "Diskon 20%",
                    "ctwa_clid": "ARAkLk",
                },
            )
        ),
    ),
    "image": ("a photo with words under it", said(message("image", _file("image/jpeg", caption="Sobek di jahitan kiri kak")))),
    "image-with-address": (
        "newer payloads add an address that is good for minutes",
        said(message("image", _file("image/jpeg", url="https://lookaside.fbsbx.com/x"))),
    ),
    "voice": ("a voice note", said(message("audio", _file("audio/ogg; codecs=opus", voice=True)))),
    "audio": ("a sound file", said(message("audio", _file("audio/mpeg")))),
    "video": ("a film", said(message("video", _file("video/mp4", caption="Mesinnya bunyi begini")))),
    "document": (
        "a document with its name",
        said(message("document", _file("application/pdf", filename="Bukti transfer BCA.pdf"))),
    ),
    "document-odd-name": (
        "a name that wants to be a path",
        said(message("document", _file("application/pdf", filename="../../etc/\u202efdp.exe"))),
    ),
    "sticker": ("a moving sticker", said(message("sticker", _file("image/webp", animated=True)))),
    "location": (
        "a place",
        said(
            message(
                "location",
                {"latitude": -7.9666, "longitude": 112.6326, "name": "Alun-Alun Malang", "address": "Jl. Merdeka, Malang"},
            )
        ),
    ),
    "contacts": (
        "the card of a courier",
        said(
            message(
                "contacts",
                [
                    {
                        "name": {"formatted_name": "Pak Joko Kurir", "first_name": "Joko"},
                        "phones": [{"phone": "+62 813-5555-0101", "wa_id": "6281355550101", "type": "CELL"}],
                        "emails": [{"email": "joko@kurir.example"}],
                        "org": {"company": "Kurir Kilat"},
                    }
                ],
            )
        ),
    ),
    "button-reply": (
        "pressed a quick answer",
        said(
            message(
                "interactive",
                {"type": "button_reply", "button_reply": {"id": "ya", "title": "Ya, sudah"}},
                context={"from": "6281110002000", "id": "wamid.HBgNKAMI1"},
            )
        ),
    ),
    "list-reply": (
        "chose a row",
        said(
            message(
                "interactive",
                {"type": "list_reply", "list_reply": {"id": "retur", "title": "Retur", "description": "Barang rusak atau salah"}},
            )
        ),
    ),
    "form-reply": (
        "filled a flow",
        said(
            message(
                "interactive",
                {
                    "type": "nfm_reply",
                    "nfm_reply": {
                        "name": "flow",
                        "body": "Sent",
                        "response_json": json.dumps(
                            {"flow_token": "x", "nomor_pesanan": "INV/77", "kondisi": "Rusak", "setuju": True, "jumlah": 2}
                        ),
                    },
                },
            )
        ),
    ),
    "form-reply-broken": (
        "a flow whose answers are no JSON",
        said(message("interactive", {"type": "nfm_reply", "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{"}})),
    ),
    "template-button": (
        "pressed a button of a template",
        said(
            message(
                "button",
                {"payload": "LACAK-77", "text": "Lacak paket"},
                context={"from": "6281110002000", "id": "wamid.HBgNKAMI1"},
            )
        ),
    ),
    "order": (
        "an order out of the catalogue",
        said(
            message(
                "order",
                {
                    "catalog_id": "774",
                    "text": "Tolong dibungkus kado",
                    "product_items": [
                        {"product_retailer_id": "GAMIS-07-M", "quantity": 2, "item_price": 185000, "currency": "IDR"}
                    ],
                },
            )
        ),
    ),
    "reaction": ("a heart on our message", said(message("reaction", {"message_id": "wamid.HBgNKAMI1", "emoji": "❤️"}))),
    "reaction-removed": ("the heart is taken away", said(message("reaction", {"message_id": "wamid.HBgNKAMI1"}))),
    "edit": (
        "a message was edited",
        said(
            message(
                "edit",
                {
                    "original_message_id": "wamid.HBgNSENJAtext1",
                    "message": {"type": "text", "text": {"body": "Paket saya (INV/77) sudah sampai mana?"}},
                },
            )
        ),
    ),
    "revoke": ("a message was taken back", said(message("revoke", {"original_message_id": "wamid.HBgNSENJAtext1"}))),
    "number-changed": (
        "a new number, before user ids",
        said(
            message(
                "system",
                {
                    "body": "User Rina changed from 6281234567890 to 6285700001111",
                    "wa_id": "6285700001111",
                    "type": "user_changed_number",
                },
                from_user_id=None,
            ),
            contacts=[],
        ),
    ),
    "number-changed-user-id": (
        "a new number makes a new user id",
        said(
            message(
                "system",
                {
                    "body": "User Rina changed number",
                    "wa_id": "6285700001111",
                    "user_id": "ID.9912cNewRina",
                    "type": "user_changed_number",
                },
            ),
            contacts=[],
        ),
    ),
    "identity-changed": (
        "a new phone, same number: nothing to do",
        said(message("system", {"body": "User identity changed", "type": "customer_identity_changed"}), contacts=[]),
    ),
    "unsupported": (
        "what the API cannot carry",
        said(
            message(
                "unsupported",
                None,
                errors=[
                    {
                        "code": 131051,
                        "title": "Message type unknown",
                        "error_data": {"details": "Message type is currently not supported."},
                    }
                ],
                unsupported={"type": "poll"},
            )
        ),
    ),
    "unknown-kind": ("a kind that nobody knows yet", said(message("hologram", {"depth": 3}))),
    "errors-alone": (
        "errors beside no message",
        post(
            (
                "messages",
                value(errors=[{"code": 130429, "title": "Rate limit hit", "error_data": {"details": "Too many requests"}}]),
            )
        ),
    ),
    "group": (
        "said in a group: a talk of the group, in the name of who said it",
        said(message("text", {"body": "Halo semua"}, group_id=GROUP)),
    ),
    "group-reaction": (
        "a reaction in a group is one to the group's message",
        said(message("reaction", {"message_id": "wamid.HBgNKAMI1", "emoji": "👍"}, group_id=GROUP)),
    ),
    "group-edit": (
        "an edit in a group keeps the name before the words",
        said(
            message(
                "edit",
                {"original_message_id": "wamid.HBgNSENJAtext1", "message": {"type": "text", "text": {"body": "Halo semuanya"}}},
                group_id=GROUP,
            )
        ),
    ),
    "group-status": (
        "a status of what went to a group",
        statuses(status("delivered", 1, recipient_id=GROUP, recipient_type="group")),
    ),
    "group-settings": (
        "news of a group itself: named, and kept raw",
        post(("group_settings_update", value(groups=[{"group_id": GROUP, "type": "group_settings_update", "timestamp": AT}]))),
    ),
    **{
        f"marketing-{wish}": (
            f"a customer asks to {wish} advertising",
            post(
                (
                    "user_preferences",
                    value(
                        contacts=[RINA],
                        user_preferences=[
                            {
                                "wa_id": "6281234567890",
                                "detail": f"User requested to {wish} marketing messages",
                                "category": "marketing_messages",
                                "value": wish,
                                "timestamp": int(AT),
                            }
                        ],
                    ),
                )
            ),
        )
        for wish in ("stop", "resume")
    },
    "welcome": ("opened the chat without a word", said(message("request_welcome"))),
    "echo": ("answered from the phone's app", echo("text", {"body": "Sebentar ya kak, saya cek"})),
    "echo-image": ("a photo from the phone's app", echo("image", _file("image/jpeg", caption="Ini stoknya kak"))),
    "echo-edit": (
        "edited in the phone's app",
        echo(
            "edit",
            {"original_message_id": "wamid.HBgNGEMAtext", "message": {"type": "text", "text": {"body": "Sebentar ya kak Rina"}}},
        ),
    ),
    "echo-revoke": ("taken back in the phone's app", echo("revoke", {"original_message_id": "wamid.HBgNGEMAtext"})),
    "statuses": (
        "read before sent, played, and what says nothing",
        statuses(
            status("read", 3),
            status("sent", 1),
            status("delivered", 2),
            status("played", 4),
            status("deleted", 5),
            status("unknown", 6),
        ),
    ),
    "status-failed": (
        "outside the window",
        statuses(
            status(
                "failed",
                1,
                errors=[
                    {
                        "code": 131047,
                        "title": "Re-engagement message",
                        "error_data": {"details": "More than 24 hours have passed since the customer last replied."},
                    }
                ],
            )
        ),
    ),
    "status-too-fast": (
        "too many to one person",
        statuses(
            status(
                "failed", 1, biz_opaque_callback_data="msg_a|file.1", errors=[{"code": 131056, "title": "Pair rate limit hit"}]
            )
        ),
    ),
    "status-user-id": (
        "a status of somebody without a phone",
        statuses(status("delivered", 1, recipient_id="", recipient_user_id="ID.7720bX19BudiS")),
    ),
    "two-people": (
        "two people in one request",
        said(
            message("text", {"body": "Halo"}),
            message("text", {"body": "Malam min"}, n=2, **{"from": None, "from_user_id": "ID.7720bX19BudiS"}),
            contacts=[RINA, BUDI],
        ),
    ),
    "other-number": (
        "of a number of somebody else's",
        {
            "object": "whatsapp_business_account",
            "entry": [
                {
                    "id": "9",
                    "changes": [
                        {
                            "field": "messages",
                            "value": {**value(message("text", {"body": "Rahasia"})), "metadata": {"phone_number_id": "999"}},
                        }
                    ],
                }
            ],
        },
    ),
    "template-approved": (
        "a template was approved",
        post(
            (
                "message_template_status_update",
                {
                    "event": "APPROVED",
                    "message_template_id": 594425479261596,
                    "message_template_name": "paket_tiba",
                    "message_template_language": "id",
                    "reason": "NONE",
                },
            )
        ),
    ),
    "template-rejected": (
        "a template was rejected",
        post(
            (
                "message_template_status_update",
                {
                    "event": "REJECTED",
                    "message_template_name": "promo_senja",
                    "message_template_language": "id",
                    "reason": "INVALID_FORMAT",
                    "rejection_info": {"reason": "Isian di awal kalimat"},
                },
            )
        ),
    ),
    "template-paused": (
        "a template was paused",
        post(
            (
                "message_template_status_update",
                {
                    "event": "PAUSED",
                    "message_template_name": "promo_senja",
                    "message_template_language": "id",
                    "reason": None,
                    "other_info": {"title": "FIRST_PAUSE", "description": "Low quality"},
                },
            )
        ),
    ),
    "template-quality": (
        "a template is liked less",
        post(
            (
                "message_template_quality_update",
                {
                    "previous_quality_score": "GREEN",
                    "new_quality_score": "YELLOW",
                    "message_template_name": "promo_senja",
                    "message_template_language": "id",
                },
            )
        ),
    ),
    "number-quality": (
        "the number is flagged",
        post(
            (
                "phone_number_quality_update",
                {"display_phone_number": "6281110002000", "event": "FLAGGED", "current_limit": "TIER_1K"},
            )
        ),
    ),
    "number-quality-other": (
        "another number of the same account",
        post(("phone_number_quality_update", {"display_phone_number": "628999", "event": "FLAGGED", "current_limit": "TIER_1K"})),
    ),
    "account-restricted": (
        "the account may not start conversations",
        post(
            (
                "account_update",
                {
                    "event": "ACCOUNT_RESTRICTION",
                    "restriction_info": [{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": AT}],
                },
            )
        ),
    ),
    "account-alert": (
        "Meta warns",
        post(
            (
                "account_alerts",
                {
                    "entity_type": "BUSINESS",
                    "entity_id": "1",
                    "alert_info": {
                        "alert_severity": "WARNING",
                        "alert_status": "ACTIVE",
                        "alert_type": "INCREASED_CAPABILITIES_ELIGIBILITY_FAILED",
                        "alert_description": "Lengkapi verifikasi bisnis.",
                    },
                },
            )
        ),
    ),
    "user-id-update": (
        "news of a user id in a field of its own",
        post(
            (
                "user_id_update",
                value(
                    user_id_update=[
                        {
                            "wa_id": "6281234567890",
                            "user_id": {"previous": "ID.8801aZ52QmRina", "current": "ID.9912cNewRina"},
                            "timestamp": AT,
                        }
                    ]
                ),
            )
        ),
    ),
    "history": ("what was said before joining: not told again", post(("history", value(history=[{"metadata": {"phase": 0}}])))),
    "not-whatsapp": ("a page's webhook at the wrong door", {"object": "page", "entry": []}),
}


def write() -> None:
    account = {"address": NUMBER, "settings": {"waba_id": WABA, "display_phone_number": "+62 811-1000-2000"}}
    for name, (about, payload) in SAMPLES.items():
        raw = json.dumps(payload, indent=1).encode()
        (FOLDER / f"{name}.json").write_bytes(raw + b"\n")
        expected: dict[str, Any] = {"about": about, "account": account, "arrival": {"door": "http"}}
        sample = Payload(name, raw, expected)
        try:
            reading = as_json(CHANNEL.read(RawArrival(raw=raw, door="http", received_at=RECEIVED_AT), sample.account))
            for item in reading.get("messages", []):
                del item["content_digest"]
            expected["reading"] = reading
        except Unreadable as unreadable:
            expected["unreadable"] = unreadable.reason
        (FOLDER / f"{name}.expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    assert ACCOUNT.signing_key
    write()
