"""Figures: each file prints a table."""
