"""The question `gaussian_nll`: checks, inputs, reading of answers, diagnosis, messages."""
