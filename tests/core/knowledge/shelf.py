"""A small help centre that the tests of this room read: written and published through the real verbs."""

from percaya.core.journal.actor import Actor
from percaya.core.knowledge.actions.publishing import publish
from percaya.core.knowledge.actions.writing import Words, begin_article, keep_draft
from percaya.core.knowledge.models import Article, Category
from percaya.core.workspace.models import Workspace

BY = Actor.system()
ARTICLES = (
    (
        "id",
        "Melacak pengiriman pesanan",
        "Nomor resi ada di surel konfirmasi. Kurir memperbaruinya dua kali sehari.\n\n"
        "## Paket belum sampai\n\nTunggu dua hari kerja, lalu hubungi kami dengan nomor pesanan.",
    ),
    (
        "id",
        "Mengembalikan barang dan pengembalian dana",
        "Barang dapat dikembalikan dalam 7 hari.\n\n## Dana kembali\n\nDana masuk ke rekening dalam 3 hari kerja.",
    ),
    ("id", "Cara membayar", "Bayar lewat transfer bank, kartu kredit, atau QRIS.\n\n## Pembayaran gagal\n\nCoba kartu lain."),
    ("id", "Merawat kain batik", "Cuci dengan lerak, jangan diperas, jemur di tempat teduh."),
    ("en", "Tracking your delivery", "The tracking number is in your mail.\n\n## Parcel not arrived\n\nWait two days."),
    ("en", "Returning goods and refunds", "Goods can be returned within seven days. Refunds take three working days."),
    ("en", "Ways to pay", "Pay by bank transfer, credit card or QRIS."),
)  # fmt: skip


def article(
    workspace: Workspace,
    title: str,
    body: str,
    *,
    language: str = "id",
    audience: str = "public",
    category: Category | None = None,
    live: bool = True,
) -> Article:
    made = begin_article(
        workspace_id=workspace.pk,
        author=None,
        language=language,
        words=Words(title=title, body=body),
        audience=audience,
        category=category,
        by=BY,
    )
    return publish(article=made, member=None, by=BY) if live else made


def furnish(workspace: Workspace) -> dict[str, Article]:
    return {title: article(workspace, title, body, language=language) for language, title, body in ARTICLES}


def rewrite(of: Article, title: str, body: str, language: str = "id") -> None:
    text = of.texts.filter(language=language).first()
    words = Words(title=title, body=body)
    keep_draft(article=of, language=language, words=words, revision=text.revision if text else 0, member=None)
