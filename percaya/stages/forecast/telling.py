"""Whoever tells a customer how their ticket stands asks core for its range, and core asks here."""

from percaya.core.tickets.expecting import expect_from
from percaya.stages.forecast.actions.showing import show

expect_from(show)
