"""Reads that pages share: what is on the board, and what stands in reports."""
