"""The exercises: one folder each, the only places that know what is taught."""
