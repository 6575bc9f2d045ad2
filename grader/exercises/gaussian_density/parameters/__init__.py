"""The question `parameters`: checks, reading of answers, diagnosis."""
