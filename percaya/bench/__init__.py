"""Measuring Percaya: ``percaya bench load N`` makes the data, ``percaya bench http`` drives the served app on it."""

from percaya.bench.command import main

__all__ = ["main"]
