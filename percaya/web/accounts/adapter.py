"""How allauth behaves in this house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people are invited, or set the house up through its one-time link."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Only the peer's own address: headers that anyone can send decide nothing (throttling hangs on it)."""
        peer: Any = request.META.get("REMOTE_ADDR")
        return str(peer or "0.0.0.0")  # noqa: S104
