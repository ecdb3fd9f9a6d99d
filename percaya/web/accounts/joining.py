"""Making a login, coming in: what the pages of joining and of the first set-up share."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from percaya.core.workspace.actions.members import create_user
from percaya.core.workspace.models import User
from percaya.web.accounts.forms import NewAccount

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def make_login(form: NewAccount) -> User | None:
    """The new user; ``None`` with the reason on the form when the name, address or password will not do."""
    try:
        user = create_user(**form.facts())
    except ValidationError as refusal:
        _blame(form, refusal)
        return None
    # allauth keeps its own list of addresses; it wants one to offer a second step.
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def sign_in(request: HttpRequest, user: User) -> None:
    """Log in with a fresh session (the old cookie is worth nothing any more)."""
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)  # or it would be in no list, and nobody could end it


def _blame(form: NewAccount, refusal: ValidationError) -> None:
    """Tie the refusal to the field it is about, so that the reader finds it."""
    if hasattr(refusal, "error_dict"):
        for name, errors in refusal.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
        return
    coded = any(str(error.code or "").startswith("password") for error in refusal.error_list)
    form.add_error("password" if coded else "email", refusal)
