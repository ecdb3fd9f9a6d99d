"""The doors for mail, as services of this process."""

from percaya.runtime.server import CannotServe
from percaya.runtime.services import Service
from percaya.stages.intake import doors


def services(*, insist: bool) -> list[Service]:
    """``insist``: a port that is taken is refused now; else the door waits for its turn (several workers on one host).

    Raises ``CannotServe``.
    """
    try:
        opened = [*doors.listeners(insist=insist), *doors.watchers()]
    except doors.PortTaken as taken:
        raise CannotServe(str(taken)) from None
    return [Service(f"door-{door.name}", door.run) for door in opened]
