"""Our own id of a message, which Meta gives back with every status (``biz_opaque_callback_data``, at most 512 characters).

Only the first piece of a message carries it bare: it stands for the message, which is known by that piece's id. Of a further
piece it says which one, and is no proof that the message as such has left.
"""

from percaya.channels.contract import Outgoing


def callback_data(out: Outgoing, step: str, *, first: bool) -> str:
    return (out.message_token if first else f"{out.message_token}|{step}")[:512]


def token_of(data: str) -> str:
    return "" if "|" in data else data
