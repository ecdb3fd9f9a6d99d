"""Our own id of a message, which Meta gives back with every status (``biz_opaque_callback_data``, at most 512 characters).

A message that goes in several pieces says which piece after a bar: news of one piece says nothing of another's.
"""

from percaya.channels.contract import Outgoing


def callback_data(out: Outgoing, step: str) -> str:
    return f"{out.message_token}|{step}"[:512]


def token_of(data: str) -> str:
    return data.partition("|")[0]
