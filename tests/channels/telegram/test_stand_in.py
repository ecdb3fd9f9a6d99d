"""The stand-in speaks as Telegram does: a client that others wrote works against it and understands its updates."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.request import HTTPXRequest

from percaya.demo.vendors.telegram import TelegramVendor
from percaya.demo.vendors.telegram_customers import TOKEN


@pytest.fixture
def vendor() -> Iterator[TelegramVendor]:
    with TelegramVendor() as vendor:
        assert isinstance(vendor, TelegramVendor)
        yield vendor


def by_bot(vendor: TelegramVendor, do: Callable[[Bot], Awaitable[Any]], token: str = TOKEN) -> Any:
    """What python-telegram-bot's own client gets."""

    async def all_of_it() -> Any:
        def line() -> HTTPXRequest:
            patient = {f"{what}_timeout": 120.0 for what in ("connect", "read", "write", "pool", "media_write")}
            return HTTPXRequest(httpx_kwargs={"trust_env": False}, **patient)  # type: ignore[arg-type]

        bot = Bot(
            token,
            base_url=f"{vendor.url}/bot",
            base_file_url=f"{vendor.url}/file/bot",
            request=line(),
            get_updates_request=line(),
        )
        async with bot:
            return await do(bot)

    return asyncio.run(all_of_it())


def test_a_client_sends_words_photos_albums_places_and_buttons(vendor: TelegramVendor) -> None:
    rina = vendor.customer()["id"]
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Kirim ulang", callback_data="kirim")]])

    async def all_kinds(bot: Bot) -> list[Any]:
        return [
            await bot.send_message(rina, "<b>Halo</b> Kak", parse_mode="HTML", reply_markup=keyboard),
            await bot.send_photo(rina, b"\xff\xd8jpg", caption="Fotonya"),
            *await bot.send_media_group(rina, [InputMediaPhoto(b"satu"), InputMediaPhoto(b"dua")]),
            await bot.send_document(rina, b"%PDF-", filename="resi.pdf"),
            await bot.send_location(rina, -7.97, 112.63),
            await bot.send_venue(rina, -7.97, 112.63, "Toko Senja", "Jl. Kenanga 5"),
        ]

    words, photo, first, second, document, spot, venue = by_bot(vendor, all_kinds)
    assert words.text == "Halo Kak" and words.reply_markup.inline_keyboard[0][0].callback_data == "kirim"
    assert photo.caption == "Fotonya" and photo.photo[0].file_size == 5
    assert first.media_group_id == second.media_group_id
    assert document.document.file_size == 5 and spot.location.latitude == -7.97 and venue.venue.title == "Toko Senja"
    assert [sent["content"] for sent in vendor.sent[2:4]] == [b"satu", b"dua"]


def test_a_client_reacts_and_answers_a_button(vendor: TelegramVendor) -> None:
    rina = vendor.customer()["id"]

    async def both(bot: Bot) -> None:
        message = await bot.send_message(rina, "Halo")
        await bot.set_message_reaction(rina, message.message_id, "👍")
        await bot.answer_callback_query("77")

    by_bot(vendor, both)
    assert vendor.reactions[0]["reaction"] and vendor.answered == ["77"]


def test_a_client_understands_every_update(vendor: TelegramVendor) -> None:
    rina = vendor.customer()
    said = vendor.says(rina, "Halo 🙏")
    own = by_bot(vendor, lambda bot: bot.send_message(rina["id"], "Pilih")).to_dict()
    made = [
        said,
        vendor.edits(said, "Halo Kak"),
        vendor.sends_file(rina, "photo", b"jpg", caption="Ini", media_group_id="55"),
        vendor.sends_file(rina, "voice", b"ogg", mime_type="audio/ogg"),
        vendor.sends_file(rina, "document", b"pdf", file_name="resi.pdf"),
        vendor.says(rina, location={"latitude": -7.9, "longitude": 112.6}),
        vendor.presses(rina, own, "kirim"),
        vendor.reacts(rina, own, "❤"),
        vendor.blocks(rina),
        vendor.unblocks(rina),
    ]
    read = [Update.de_json(update) for update in made]
    assert read[0].message and read[0].message.text == "Halo 🙏" and read[0].message.from_user
    assert read[1].edited_message and read[1].edited_message.edit_date
    assert read[2].message and read[2].message.photo and read[2].message.media_group_id == "55"
    assert read[3].message and read[3].message.voice and read[4].message and read[4].message.document
    assert read[5].message and read[5].message.location
    assert read[6].callback_query and read[6].callback_query.data == "kirim"
    assert read[7].message_reaction and read[7].message_reaction.new_reaction
    assert read[8].my_chat_member and read[8].my_chat_member.new_chat_member.status == "kicked"
    assert all(update.update_id for update in read)


def test_a_client_asks_for_updates_until_a_webhook_stands(vendor: TelegramVendor) -> None:
    vendor.says(vendor.customer(), "Halo")

    async def asking(bot: Bot) -> tuple[Any, ...]:
        first = await bot.get_updates(timeout=0)
        again = await bot.get_updates(timeout=0)
        after = await bot.get_updates(offset=first[-1].update_id + 1, timeout=0)
        await bot.set_webhook("https://desk.example/hooks/x", secret_token="rahasia")
        info = await bot.get_webhook_info()
        with pytest.raises(Conflict):
            await bot.get_updates(timeout=0)
        await bot.delete_webhook()
        return first, again, after, info

    first, again, after, info = by_bot(vendor, asking)
    assert first[0].update_id == again[0].update_id and after == ()
    assert info.url == "https://desk.example/hooks/x"


def test_a_client_fetches_a_file_and_hears_of_one_too_big(vendor: TelegramVendor) -> None:
    update = vendor.sends_file(vendor.customer(), "document", b"isi berkas")
    vendor.files["besar"] = b"x" * (20 * 1024 * 1024 + 1)

    async def get(bot: Bot) -> bytes:
        file = await bot.get_file(update["message"]["document"]["file_id"])
        with pytest.raises(BadRequest, match=r"(?i)too big"):
            await bot.get_file("besar")
        return bytes(await file.download_as_bytearray())

    assert by_bot(vendor, get) == b"isi berkas"


def test_a_client_hears_every_refusal_as_what_it_is(vendor: TelegramVendor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    rina = vendor.customer()
    vendor.group(-44, "Reseller", "group")
    vendor.becomes_supergroup(rina, -44, -10044)

    async def refused(bot: Bot) -> None:
        with pytest.raises(BadRequest, match=r"(?i)chat not found"):
            await bot.send_message(1, "Halo")
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(-44, "Halo")
        assert moved.value.new_chat_id == -10044
        with pytest.raises(BadRequest, match="too long"):
            await bot.send_message(rina["id"], "🙏" * 2049)
        with pytest.raises(BadRequest, match="parse entities"):
            await bot.send_message(rina["id"], "<script>x</script>", parse_mode="HTML")
        vendor.too_many(7)
        with pytest.raises(RetryAfter):
            await bot.send_message(rina["id"], "Halo")
        vendor.blocks(rina)
        with pytest.raises(Forbidden):
            await bot.send_message(rina["id"], "Halo")

    by_bot(vendor, refused)
    with pytest.raises(InvalidToken):
        by_bot(vendor, lambda bot: bot.get_me(), token="1:salah")
