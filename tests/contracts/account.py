"""The account every captured payload is read with; samples with our own signatures depend on its key."""

from datetime import UTC, datetime

from percaya.channels.contract import AccountFacts

RECEIVED_AT = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)

ACCOUNT = AccountFacts(
    public_id="acc_senja",
    workspace="tokosenja",
    name="Toko Senja",
    address="halo@tokosenja.example",
    settings={"authserv_id": "mx.tokosenja.example", "signature": "Toko Senja\nJl. Kenanga 5, Malang"},
    signing_key=b"a key for samples, known to all!",
    own_addresses=("halo@tokosenja.example", "retur@tokosenja.example"),
)
