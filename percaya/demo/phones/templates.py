"""The approved words of the demo's shop, as Meta and as Twilio keep them: in both languages, and not all of them usable."""

from typing import Any


def _meta(
    number: int, name: str, language: str, body: str, examples: tuple[str, ...], *, category: str = "UTILITY",
    status: str = "APPROVED", quality: str = "GREEN", header: str = "", header_example: str = "", footer: str = "",
    buttons: tuple[dict[str, Any], ...] = (), reason: str = "NONE",
) -> dict[str, Any]:  # fmt: skip
    """As GET …/message_templates gives it."""
    parts: list[dict[str, Any]] = []
    if header:
        shown = {"example": {"header_text": [header_example]}} if header_example else {}
        parts.append({"type": "HEADER", "format": "TEXT", "text": header, **shown})
    parts.append({"type": "BODY", "text": body, **({"example": {"body_text": [list(examples)]}} if examples else {})})
    if footer:
        parts.append({"type": "FOOTER", "text": footer})
    if buttons:
        parts.append({"type": "BUTTONS", "buttons": list(buttons)})
    return {
        "id": f"59490001742{number:04}", "name": name, "language": language, "status": status, "category": category,
        "quality_score": {"score": quality}, "rejected_reason": reason, "components": parts, "parameter_format": "POSITIONAL",
    }  # fmt: skip


def _says(text: str) -> dict[str, Any]:
    return {"type": "QUICK_REPLY", "text": text}


def _track(text: str) -> dict[str, Any]:
    return {"type": "URL", "text": text, "url": "https://senja-batik.example/lacak/{{1}}", "example": ["SB-2291"]}


BY_META: tuple[dict[str, Any], ...] = (
    _meta(
        1, "pesanan_dikirim", "id",
        "Halo {{1}}, pesanan Anda sudah kami serahkan ke {{2}} dengan nomor resi {{3}}. Perkiraan tiba {{4}}.",
        ("Bu Rina", "JNE", "JP1234567890", "Kamis, 26 November"),
        header="Pesanan {{1}} dikirim", header_example="SB-2291", footer="Senja Batik, Laweyan",
        buttons=(_track("Lacak paket"), _says("Ada pertanyaan")),
    ),
    _meta(
        2, "pesanan_dikirim", "en",
        "Hello {{1}}, your order is with {{2}} under the tracking number {{3}}. It should arrive on {{4}}.",
        ("Ms Lee", "JNE", "JP1234567890", "Thursday 26 November"),
        header="Order {{1}} is on its way", header_example="SB-2291", footer="Senja Batik, Laweyan",
        buttons=(_track("Track it"), _says("I have a question")),
    ),
    _meta(
        3, "lanjutkan_percakapan", "id",
        "Halo {{1}}, kami sudah punya jawaban untuk pertanyaan Anda. Boleh kami lanjutkan di sini?", ("Pak Slamet",),
        buttons=(_says("Ya, silakan"), _says("Sudah beres")),
    ),
    _meta(
        4, "lanjutkan_percakapan", "en", "Hello {{1}}, we have an answer to your question. May we go on here?", ("Mr Tan",),
        buttons=(_says("Yes, please"), _says("It is solved")),
    ),
    _meta(
        5, "toko_tutup_sementara", "id", "Toko tutup sampai Senin. Pesan Anda tetap kami jawab setelahnya, satu per satu.", (),
        quality="YELLOW", footer="Senja Batik, Laweyan",
    ),
    _meta(
        6, "pengingat_pembayaran", "id", "Halo {{1}}, pembayaran sebesar {{2}} kami tunggu sampai {{3}}.",
        ("Bu Rina", "Rp275.000", "Jumat pukul 17.00"), status="PAUSED", quality="RED",
    ),
    _meta(
        7, "promo_akhir_tahun", "id", "Diskon 30% untuk semua kain tulis! Beli sekarang juga, {{1}}!", ("Bu Rina",),
        category="MARKETING", status="REJECTED", quality="UNKNOWN", reason="TAG_CONTENT_MISMATCH",
    ),
    _meta(
        8, "koleksi_baru", "en", "Hello {{1}}, the new indigo collection is in the shop: {{2}}.", ("Ms Lee", "scarves, shirts"),
        category="MARKETING", header="New at Senja Batik", footer="Reply STOP to hear no more of this",
    ),
    _meta(9, "ukuran_tersedia", "id", "Kabar baik, {{1}}: {{2}} ukuran {{3}} sudah ada lagi.", ("Bu Rina", "kebaya encim", "M"),
          status="PENDING", quality="UNKNOWN"),
)  # fmt: skip


def _twilio(
    number: int, name: str, language: str, body: str, examples: dict[str, str], *, status: str = "approved",
    category: str = "UTILITY", reason: str = "",
) -> dict[str, Any]:  # fmt: skip
    """As GET /v1/ContentAndApprovals gives it."""
    approval = {"name": name, "category": category, "content_type": "twilio/text", "status": status, "rejection_reason": reason}
    return {
        "sid": f"HX{number:032x}", "friendly_name": name, "language": language, "variables": examples,
        "types": {"twilio/text": {"body": body}}, "approval_requests": approval,
    }  # fmt: skip


BY_TWILIO: tuple[dict[str, Any], ...] = (
    _twilio(0x51A7, "pesanan_siap", "id", "Halo {{1}}, pesanan {{2}} siap diambil di toko.", {"1": "Pak Bram", "2": "SB-2304"}),
    _twilio(0x51A8, "pesanan_siap", "en", "Hello {{1}}, order {{2}} is ready to be picked up.", {"1": "Mr Bram", "2": "SB-2304"}),
    _twilio(
        0x51A9, "undangan_pameran", "id", "Yth. {{1}}, datanglah ke pameran batik kami!", {"1": "Pak Bram"},
        status="rejected", category="MARKETING", reason="The variable stands at the beginning of a sentence.",
    ),
)  # fmt: skip
