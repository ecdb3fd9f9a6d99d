"""THE PATH: what happens, and what it sets off, in order. Read this first. Nothing imports it."""

from percaya.core.journal.reactions import Flow

FLOW = Flow({})
