"""What the kit page shows: every part once, with people and texts that try the layout."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

STATES = ("new", "open", "waiting_customer", "waiting_other", "resolved", "closed")
PRIORITIES = ("urgent", "high", "normal", "low")
DELIVERIES = ("held", "queued", "sent", "delivered", "read", "failed", "unknown", "cancelled")
NAMES = ("Rina Marlina", "Sri", "H. Ahmad, S.E.", "de Vries", "dr. Bambang Wicaksono Kusumaningrat")


def sample() -> dict[str, Any]:
    now = timezone.now()
    return {
        "states": STATES,
        "priorities": PRIORITIES,
        "deliveries": DELIVERIES,
        "names": NAMES,
        "soon": now + timedelta(minutes=50),
        "near": now + timedelta(minutes=12),
        "late": now - timedelta(minutes=8),
        "hues": ("nila", "toska", "daun", "kunyit", "mengkudu", "sogan"),
    }
