"""Verbs of the help centre, one family per file."""
