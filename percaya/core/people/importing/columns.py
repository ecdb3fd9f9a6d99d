"""What a column of a file can become, guessed from its heading. Pure."""

import re
from collections.abc import Mapping, Sequence

CONTACT = ("name", "salutation", "vip", "email", "phone", "external", "organisation", "language", "time_zone", "notes")
ORGANISATION = ("name", "domains", "notes")
ATTRIBUTE = "attr:"  # and the key of a custom field
_SYNONYMS = {
    "name": "nama name namalengkap namapelanggan fullname customer customername contact contactname kontak pelanggan",
    "salutation": "sapaan salutation title panggilan gelar",
    "vip": "vip isvip pelangganvip prioritas penting keyaccount",
    "email": "email surel mail emailaddress alamatemail alamatsurel emailpelanggan",
    "phone": "telepon telp hp nohp nomorhp phone phonenumber mobile whatsapp wa nowa notelp nomortelepon handphone ponsel",
    "external": "external externalid id idpelanggan customerid nomorpelanggan nopelanggan kodepelanggan memberid nomoranggota",
    "organisation": "organisasi organisation organization company companyname perusahaan namaperusahaan instansi toko kantor",
    "language": "bahasa language lang locale",
    "time_zone": "zonawaktu timezone zona",
    "notes": "catatan notes note keterangan remarks description deskripsi about",
    "domains": "domain domains website web situs",
}
_BY_WORD = {word: target for target, words in _SYNONYMS.items() for word in words.split()}


def targets(of: str) -> tuple[str, ...]:
    return CONTACT if of == "contact" else ORGANISATION


def guess(of: str, heading: Sequence[str], fields: Mapping[str, Sequence[str]]) -> list[str]:
    """For each column what it becomes; "" for what we cannot tell. ``fields``: key of a custom field -> its names.

    One of our own exports is read whole. Mail, phone and numbers may stand in several columns, everything else in one."""
    named = {_plain(name): f"{ATTRIBUTE}{key}" for key, names in fields.items() for name in (key, *names)}
    if of == "organisation":
        named |= dict.fromkeys((*_SYNONYMS["organisation"].split(), *_SYNONYMS["name"].split()), "name")
    found: list[str] = []
    for cell in heading:
        word = _plain(cell)
        target = named.get(word) or _BY_WORD.get(word) or _BY_WORD.get(word.rstrip("0123456789")) or ""
        known = target in targets(of) or target.startswith(ATTRIBUTE)
        taken = target in found and target not in ("email", "phone", "external")
        found.append(target if known and not taken else "")
    return found


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())
