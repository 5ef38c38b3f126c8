"""The catalogue: what can be studied, found by words, by meaning and by skill."""

from studywright.tools.catalogue.catalogue import Catalogue, Hit
from studywright.tools.catalogue.filters import Filters
from studywright.tools.catalogue.rankings import Rankings

__all__ = ["Catalogue", "Filters", "Hit", "Rankings"]
