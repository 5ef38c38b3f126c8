"""The catalogue: what can be studied, found by words, by meaning and by skill."""

from studywright.tools.catalogue.catalogue import Catalogue, Hit, Rankings
from studywright.tools.catalogue.filters import Filters

__all__ = ["Catalogue", "Filters", "Hit", "Rankings"]
