"""The other side of ``child.py``: a process that reads mails, one after another, until its standard input ends.

Started with ``python -m``; it may use two gigabytes of memory and is killed by its parent when it takes too long.
"""

import pickle
import resource
import struct
import sys
from typing import BinaryIO

from percaya.channels.contract import Unreadable
from percaya.channels.email.careful import careful_or_lenient
from percaya.channels.email.wire import ContractOnly, receive, send

MAX_MEMORY = 2 * 1024**3


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer every question: a reading, or (reason, detail) of what cannot be read."""
    while True:
        try:
            question = receive(source)
        except (EOFError, struct.error):
            return
        arrival, account = ContractOnly.load_from(question)
        try:
            answer: object = careful_or_lenient(arrival, account)
        except Unreadable as error:
            answer = (error.reason, error.detail)
        send(sink, pickle.dumps(answer))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    serve(sys.stdin.buffer, sys.stdout.buffer)
