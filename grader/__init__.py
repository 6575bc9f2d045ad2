"""Marks submissions of the density exercise. Imports `gaussfit`; `gaussfit` never imports this."""

DISTRIBUTION = "gaussfit"
"""Whose package this is: the command looks for it before it imports anything from here."""
