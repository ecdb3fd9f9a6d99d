"""Reads of tickets that pages and stages share."""
