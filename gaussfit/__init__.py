"""What the exercise teaches: the 2-D Gaussian density, its drawings, the lesson and its notebooks."""

from gaussfit.version import __version__

__all__ = ["__version__"]
