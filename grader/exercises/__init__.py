"""The exercises: one folder each, the only places that know what is taught."""

DEFAULT = "gaussian-density"
"""What a course teaches that names no exercise."""
