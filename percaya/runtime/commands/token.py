"""``percaya token create``: an API token, printed once."""

import argparse

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.tokens import create_token
from percaya.runtime.commands.finding import member
from percaya.runtime.errors import OK


def run(options: argparse.Namespace) -> int:
    scopes = [scope for group in options.scopes for part in group for scope in part.split(",") if scope]
    owner = member(options.member, options.workspace)
    _token, secret = create_token(member=owner, name=options.name, scopes=scopes, by=Actor.member(owner.pk))
    print(secret)
    return OK
