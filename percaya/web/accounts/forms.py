"""What a newcomer fills in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class NewAccount(forms.Form):
    """Name, address and password of a login. The verb ``create_user`` judges them."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As customers and colleagues should read it. One name is enough."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Email"), max_length=254, widget=forms.EmailInput({"autocomplete": "username", "inputmode": "email"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        help_text=_("At least 10 characters. A short sentence is easy to remember and hard to guess."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def facts(self) -> dict[str, Any]:
        return {key: self.cleaned_data[key] for key in ("name", "email", "password")}
