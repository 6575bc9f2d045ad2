"""Runs a submission: `inside` is the untrusted side, `outside` the trusted handle on it, `wire` what passes."""
