"""Sessions that end with what they were opened by. allauth tells of a changed second step through signals alone."""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django.dispatch import receiver
from django.http import HttpRequest


@receiver((authenticator_added, authenticator_removed, authenticator_reset), dispatch_uid="percaya.sign_out_elsewhere")
def sign_out_elsewhere(request: HttpRequest, user: Any, **facts: Any) -> None:
    """Who changes how they prove who they are may do so because somebody else is in (ASVS V7.4.3)."""
    end_other_sessions(request, user)
