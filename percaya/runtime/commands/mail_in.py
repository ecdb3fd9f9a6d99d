"""``percaya mail-in --to ADDRESS < raw``: mail from an MTA's pipe. Exit 0 only when it is durable."""

import argparse
import os
import sys

from django.conf import settings
from django.db import connection

from percaya.core.journal.reactions import flow
from percaya.runtime.errors import TRY_LATER, Refusal
from percaya.stages.intake.doors.pipe import KEPT, NEVER, NO_INPUT, NO_SUCH_USER, take_from_pipe

_WORDS = {
    NO_INPUT: "there was no mail on standard input",
    NO_SUCH_USER: "nobody here has that address",
    NEVER: "this mail is larger than we take",
    TRY_LATER: "the mail could not be kept just now; nothing was lost, try again later",
}


def run(options: argparse.Namespace) -> int:
    raw = sys.stdin.buffer.read(settings.PERCAYA_MAX_MAIL + 1)
    sender = options.sender if options.sender is not None else os.environ.get("SENDER")  # set by Postfix and Exim
    try:
        flow()  # the reactions that keeping a mail sets off
        code = take_from_pipe(raw=raw, to=options.to, mail_from=sender)
    except Exception as error:  # whatever it is, the MTA must keep the mail
        raise Refusal(f"{type(error).__name__}: {error}", TRY_LATER) from None
    finally:
        connection.close()
    if code != KEPT:
        raise Refusal(_WORDS[code], code)
    return KEPT
