"""Where Django looks for tables."""

from percaya.runtime.jobs.models import JobRow

__all__ = ["JobRow"]
