"""A believable shop to look at: ``percaya demo load|clear``. It never sends anything, and goes in one command."""

from percaya.demo.clearing import clear
from percaya.demo.loading import load

__all__ = ["clear", "load"]
