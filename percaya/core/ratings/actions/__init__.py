"""Verbs of ratings: asking, answering, limits and wishes."""

from percaya.core.ratings.actions.answering import give_rating
from percaya.core.ratings.actions.asking import ask_in_place, ask_rating, remind_rating
from percaya.core.ratings.actions.wishes import save_limits, stop_asking

__all__ = ["ask_in_place", "ask_rating", "give_rating", "remind_rating", "save_limits", "stop_asking"]
