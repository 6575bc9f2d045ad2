"""The search by hand: sliders over a live figure. The notebook carries the source of these two modules."""

from gaussfit.search.figure import LiveFigure
from gaussfit.search.sliders import Search

__all__ = ["LiveFigure", "Search"]
