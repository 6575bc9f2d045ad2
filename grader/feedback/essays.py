"""What a student wrote in words: as it was written, with its formulas set. It is never read as Markdown."""

from __future__ import annotations

import html
import re

from grader.feedback.formulas import set_formula

LONGEST = 500
"""Characters of a student's formula that is set; a longer one is shown as it was written."""
MOST = 100
"""Formulas of a cell that are set."""
_FENCED = re.compile(r"(`{3,})text\n(.*)\n\1", re.DOTALL)
"""What the repair of a submission makes of a student's text."""
_PIECE = re.compile(
    r"(?P<code>`+[^`]*`+)"
    rf"|(?<![\\$])\$\$(?P<block>[^$]{{1,{LONGEST}}})(?<!\\)\$\$"
    # as Pandoc has it, so that "$5 or $10" are prices
    rf"|(?<![\\$])\$(?=[^\s$])(?P<inline>[^$]{{1,{LONGEST}}})(?<![\s\\])\$(?![\d$])"
)
_LINES = re.compile(r"\n*")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")


def essay_in(source: str) -> str | None:
    """The student's own text in a repaired Markdown cell; None if the cell is none of theirs."""
    found = _FENCED.fullmatch(source)
    return None if found is None else found[2]


def essay(text: str) -> str:
    """A student's text as HTML: escaped, but for the MathML of its formulas."""
    made, here, formulas = [], 0, 0
    for piece in _PIECE.finditer(text):
        tex = piece["block"] or piece["inline"]
        if tex is None or _EMPTY_LINE.search(tex) or formulas == MOST:
            continue
        formulas += 1
        shown = set_formula(tex, block=piece["block"] is not None)
        if shown is None:
            continue
        before, after = text[here : piece.start()], piece.end()
        if piece["block"] is not None:  # has a line of its own anyway
            before, after = before.rstrip("\n"), _LINES.match(text, after).end()  # type: ignore[union-attr]
        made += [html.escape(before), shown]
        here = after
    return f'<pre class="gf-essay">{"".join(made)}{html.escape(text[here:])}</pre>'
