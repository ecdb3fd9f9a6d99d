"""Reading in a process of its own that is killed when it takes too long.

For large mail and for formats whose libraries promise nothing about time. An ordinary mail never comes here: starting
the child costs about a third of a second. The child gets the arrival on its standard input and gives back the reading
on its standard output; what it gives back may hold nothing but the contract's dataclasses.
"""

import io
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from percaya.channels import contract
from percaya.channels.contract import AccountFacts, RawArrival, Reading, Unreadable
from percaya.channels.email.lenient import read_leniently
from percaya.channels.email.reading import read_mail

LIMIT_SECONDS = 15.0

_ROOT = Path(contract.__file__).resolve().parents[2]
_ALLOWED = {
    ("datetime", "datetime"),
    ("datetime", "timezone"),
    ("datetime", "timedelta"),
    *(
        (contract.__name__, name)
        for name, value in vars(contract).items()
        if getattr(value, "__module__", "") == contract.__name__
    ),
}


def read_in_child(arrival: RawArrival, account: AccountFacts, limit: float = LIMIT_SECONDS) -> Reading:
    """The reading. Raises ``Unreadable`` when the child says so, dies, or is still busy after ``limit`` seconds."""
    facts = replace(account, settings=dict(account.settings), secrets={})
    try:
        done = subprocess.run(
            [sys.executable, "-m", "percaya.channels.email.child"],
            input=pickle.dumps((arrival, facts)),
            capture_output=True,
            timeout=limit,
            check=False,
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("timeout", f"Reading this mail took more than {limit:g} seconds and was stopped.") from error
    if done.returncode != 0:
        raise Unreadable("crashed", "The program that reads mail gave up on this one.")
    return _answer(done.stdout)


def _answer(output: bytes) -> Reading:
    value = _ContractOnly(io.BytesIO(output)).load()
    if isinstance(value, Reading):
        return value
    reason, detail = value
    raise Unreadable(reason, detail)


class _ContractOnly(pickle.Unpickler):
    """Builds the contract's dataclasses and dates, nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a reading")
        return super().find_class(module, name)


def careful_or_lenient(arrival: RawArrival, account: AccountFacts) -> Reading:
    """The careful reading; where it has a defect, the lenient one."""
    try:
        return read_mail(arrival, account)
    except Unreadable:
        raise
    except Exception:  # a defect of ours must not hide a customer's mail; the warning "lenient-parse" tells of it
        return read_leniently(arrival, account)


def main() -> None:
    """The child's side."""
    arrival, account = _ContractOnly(sys.stdin.buffer).load()
    try:
        answer: object = careful_or_lenient(arrival, account)
    except Unreadable as error:
        answer = (error.reason, error.detail)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    main()
