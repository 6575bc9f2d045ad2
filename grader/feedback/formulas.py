"""Formulas as MathML, which every browser shows by itself: a page needs no script and no network for them.

The converter's own text is not trusted to be escaped; its elements are gone through and written anew.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from xml.etree.ElementTree import Element, tostring

from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer

from grader.feedback.wrapping import wrapped

LONGEST = 2_000
"""Characters of a formula that is set; a longer one is shown as it was written."""
MOST_DEEP = 100
SHOWN = {
    *("math", "mrow", "mi", "mo", "mn", "ms", "mtext", "mspace", "mstyle", "mfrac", "msqrt", "mroot"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts"),
    *("mtable", "mtr", "mtd", "mpadded", "mphantom", "menclose"),
}
KEPT = {
    *("display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "symmetric", "fence", "separator"),
    *("form", "lspace", "rspace", "minsize", "maxsize", "largeop", "movablelimits", "accent", "accentunder"),
    *("linethickness", "columnalign", "rowspacing", "columnspacing", "columnlines", "rowlines", "width"),
    *("height", "depth", "voffset", "notation"),
}
_LENGTH = re.compile(r"-?\d{0,2}(\.\d{1,6})?([a-z]{2}|%)?|100%")
"""A length that leaves the page as it is; `\\hspace{9999em}` would not."""


class FormulaRenderer(IPythonRenderer):
    """Markdown as nbconvert has it, with the formulas set."""

    def _embed_image_or_attachment(self, src: str) -> str:
        """A picture that is attached; one that got lost costs nobody their page."""
        try:
            shown: str = super()._embed_image_or_attachment(src)
        except InvalidNotebook:
            return src
        return shown

    def block_math(self, body: str) -> str:
        """A formula on a line of its own."""
        return formula(body, block=True)

    def inline_math(self, body: str) -> str:
        """A formula in the text."""
        return formula(body)

    def latex_environment(self, name: str, body: str) -> str:
        """One that is written as an environment."""
        return formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True)


@lru_cache(maxsize=512)
def formula(tex: str, *, block: bool = False) -> str:
    """TeX as MathML; as it was written where it is too long or not understood."""
    shown = set_formula(tex, block=block)
    if shown is not None:
        return shown
    tag = "div" if block else "span"
    return f'<{tag} class="gf-tex"><code>{html.escape(tex.strip())}</code></{tag}>'


def set_formula(tex: str, *, block: bool = False) -> str | None:
    """TeX as MathML; None where it is too long or not understood."""
    from latex2mathml.converter import convert_to_element

    if len(tex) > LONGEST:
        return None
    try:
        made = convert_to_element(tex, display="block" if block else "inline")
        own = _own(made)
        return wrapped(own) if block else tostring(own, encoding="unicode")
    except (Exception, RecursionError):  # whatever it says of what it can't read
        return None


def _own(element: Element, deep: int = 0) -> Element:
    """The same element with what we know of it alone."""
    if element.tag not in SHOWN or deep > MOST_DEEP:
        raise ValueError(f"{element.tag} is not shown")
    kept = {name: value for name, value in element.attrib.items() if name in KEPT and _is_sane(value)}
    own = Element(element.tag, kept)
    own.text = _text(element.text)
    own.tail = _text(element.tail)
    own.extend(_own(child, deep + 1) for child in element)
    return own


def _is_sane(value: str) -> bool:
    return not any(letter.isdigit() for letter in value) or all(map(_LENGTH.fullmatch, value.split()))


def _text(text: str | None) -> str | None:
    return None if text is None else html.unescape(text)
