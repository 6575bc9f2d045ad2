"""All that runs on the untrusted side. Imports nothing else of `grader` and nothing of `gaussfit`."""
