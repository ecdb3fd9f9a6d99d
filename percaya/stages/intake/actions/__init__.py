"""Taking arrivals in, reading them, and putting right what could not be read."""

from percaya.stages.intake.actions.accepting import Unknown, accept
from percaya.stages.intake.actions.at_once import take_in
from percaya.stages.intake.actions.fetching import fetch, fetch_again
from percaya.stages.intake.actions.following import follow_up
from percaya.stages.intake.actions.processing import process
from percaya.stages.intake.actions.quarantine import drop, replay, take_by_hand

__all__ = ["Unknown", "accept", "drop", "fetch", "fetch_again", "follow_up", "process", "replay", "take_by_hand", "take_in"]
