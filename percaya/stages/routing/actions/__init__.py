"""Giving tickets to people, who is there, and how a workspace wants it."""
