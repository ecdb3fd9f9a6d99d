"""The doors for mail, as services of this process."""

from percaya.runtime.errors import Refusal
from percaya.runtime.services import Service
from percaya.stages.intake import doors


def services(*, insist: bool) -> list[Service]:
    """``insist``: raises ``Refusal`` when a port is taken; otherwise that door waits (another worker has it)."""
    try:
        opened = [*doors.listeners(insist=insist), *doors.watchers()]
    except doors.PortTaken as taken:
        raise Refusal(str(taken)) from None
    return [Service(f"door-{door.name}", door.run) for door in opened]
