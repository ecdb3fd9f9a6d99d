"""What a story is made of, and who they are about."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Story:
    """``days`` ago it began. ``end``: the state it is in now, or snoozed, spam, quarantine, failed (an answer bounced)."""

    who: str
    days: float
    subject: str
    lines: tuple[str, ...]
    via: str = "email"
    owner: str = ""
    team: str = "Pesanan"
    labels: tuple[str, ...] = ()
    priority: str = "normal"
    end: str = "closed"
    files: tuple[str, ...] = field(default=())
    waits_for: str = ""


CUSTOMERS: dict[str, tuple[str, str]] = {
    "rina": ("Rina Marlina", "rina.marlina@surat.example"),
    "sri": ("Sri", "sri1971@surat.example"),
    "joko": ("Joko Susilo", "jokosusilo@kantor.example"),
    "tuti": ("Tuti", "mbaktuti@surat.example"),
    "ahmad": ("H. Ahmad, S.E.", "ahmad@koperasi-maju.example"),
    "maria": ("Maria Goretti Hutapea", "maria.hutapea@surat.example"),
    "yohanes": ("Yohanes", "yohanes@surat.example"),
    "ketut": ("Ni Ketut Ayu", "ketutayu@surat.example"),
    "nur": ("Nur Aini", "nuraini@surat.example"),
    "bambang": ("dr. Bambang Wicaksono", "bambang@klinik-sehat.example"),
    "fitri": ("Fitri", "fitri_98@surat.example"),
    "slamet": ("Slamet", "slamet@bengkel.example"),
    "indah": ("Indah Permata Sari", "indah.ps@surat.example"),
    "rudi": ("Rudi Hartono Lim", "rudi.lim@surat.example"),
    "asep": ("Asep", "asep.sunda@surat.example"),
    "lina": ("Lina", "lina@surat.example"),
    "james": ("James Carter", "james.carter@mail.example"),
    "hannah": ("Hannah Lee", "hannah.lee@mail.example"),
    "priya": ("Priya", "priya@mail.example"),
    "sunarti": ("Sunarti", "bu.sunarti@surat.example"),
    "made": ("I Made Arta", "made.arta@villa.example"),
    "dimas": ("Dimas Prakoso", "dimasprakoso@surat.example"),
}
