"""How allauth behaves in this house."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest

from percaya.stages.routing.actions.availability import sign_out

log = structlog.get_logger(__name__)
_postman = ThreadPoolExecutor(max_workers=1, thread_name_prefix="account-mail")


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people are invited, or set the house up through its one-time link."""
        return False

    def logout(self, request: HttpRequest) -> None:
        """Who signs out is no longer there for tickets."""
        if request.user.pk is not None:
            sign_out(user_id=request.user.pk)
        super().logout(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Only the peer's own address: headers that anyone can send decide nothing (throttling hangs on it)."""
        peer: Any = request.META.get("REMOTE_ADDR")
        return str(peer or "0.0.0.0")  # noqa: S104

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under our own address: whoever asks for the mail chooses the Host header, and must not choose where it leads."""
        return own(super().get_reset_password_from_key_url(key))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Handed over beside the request: neither the time it takes nor its failure tells who has an account."""
        mail = self.render_mail(
            template_prefix, email, {"request": self.request, "email": email, "address": settings.PUBLIC_URL, **context}
        )
        if settings.PERCAYA_ACCOUNT_MAIL_APART:
            _postman.submit(_hand_over, mail)
        else:
            _hand_over(mail)


def own(address: str) -> str:
    """An address of this house as people outside know it, whatever Host the request named."""
    parts = urlsplit(address)
    return settings.PUBLIC_URL.rstrip("/") + parts.path + (f"?{parts.query}" if parts.query else "")


def _hand_over(mail: EmailMessage) -> None:
    try:
        mail.send()
    except Exception as trouble:
        log.warning("account_mail_not_sent", trouble=type(trouble).__name__)
