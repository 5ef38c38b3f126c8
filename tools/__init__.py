"""Hands on the outside world: the record store and the search of the catalogue."""
