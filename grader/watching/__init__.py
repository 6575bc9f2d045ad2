"""`gaussfit watch`: what arrives is graded as it arrives, and its feedback made.

eyes.py says where something may have changed; traces.py how a student's folder looks; arrivals.py, which is pure, when
what is there is whole and whose turn it is; watch.py has it marked, filed and returned.
"""
