"""The 2-D Gaussian density: what this exercise adds to the engine."""
