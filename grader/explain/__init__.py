"""`gaussfit explain`: why a submission has the marks that it has, for staff alone.

run.py         marks the submission again, locked in, and records which check looked at what
standing.py    whether the marks in the gradebook are those, and if not, why
model.py       what is told, as frozen dataclasses; building.py makes it
snippet.py     a recorded call as plain Python
page.py text.py    one HTML page; lines for a terminal
writing.py     where the page may be written
"""
