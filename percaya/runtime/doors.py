"""The doors for mail, as services of this process."""

import importlib
from importlib.util import find_spec

from percaya.runtime.services import Service

_DOORS = "percaya.stages.intake.doors"


def services() -> list[Service]:
    if find_spec(_DOORS) is None:
        return []
    return [Service("mail-doors", importlib.import_module(_DOORS).start_all)]
