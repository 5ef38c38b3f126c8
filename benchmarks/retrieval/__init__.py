"""How well and how fast the catalogue is searched."""
