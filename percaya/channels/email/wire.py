"""How the reader and its child talk: a length, then a pickle that may hold nothing but the contract's dataclasses."""

import io
import pickle
import struct
from typing import Any, BinaryIO

from percaya.channels import contract

_ALLOWED = {
    ("datetime", "datetime"),
    ("datetime", "timezone"),
    ("datetime", "timedelta"),
    *((getattr(contract, key).__module__, key) for key in contract.__all__),
}
_LENGTH = struct.Struct(">Q")


def send(sink: BinaryIO, content: bytes) -> None:
    """Write one message."""
    sink.write(_LENGTH.pack(len(content)))
    sink.write(content)
    sink.flush()


def receive(source: BinaryIO) -> bytes:
    """Read one message. Raises ``EOFError`` when the other side is gone."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    content = source.read(length)
    if len(content) < length:
        raise EOFError
    return content


class ContractOnly(pickle.Unpickler):
    """Builds the contract's dataclasses and dates, nothing else."""

    @classmethod
    def load_from(cls, content: bytes) -> Any:
        return cls(io.BytesIO(content)).load()

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a reading")
        return super().find_class(module, name)
