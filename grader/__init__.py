"""Marks submissions of the density exercise. Imports `gaussfit`; `gaussfit` never imports this."""
