"""Roles of a model, one a file."""
