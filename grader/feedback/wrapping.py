"""Formulas that go on in a new line where the page is narrow, and can be scrolled by the keyboard where they can't.

No browser breaks MathML. So what stands before a relation, a sum's next term or after a comma becomes a formula of its
own: they stand beside each other where there is room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, tostring

RELATIONS = set("=≠≈≡\N{TILDE OPERATOR}≃≅∝<>≤≥≪≫∈→⇒⇔↦⟹")
TERMS = set("+-±\N{MINUS SIGN}")
OPEN, CLOSE = set("([{⟨⌊⌈"), set(")]}⟩⌋⌉")
LONG = 24
"""Signs of one piece that may be wider than a phone, at some 11 pixels a sign."""


def wrapped(math: Element) -> str:
    """A formula on its own line, as HTML: in pieces if it has some; to be focused if it may have to be scrolled."""
    row = math[0] if len(math) == 1 and math[0].tag == "mrow" else math
    found = list(_pieces(list(row)))
    is_long = any(sum(map(_width, piece)) > LONG for piece in found)
    if len(found) < 2 and not is_long:
        return tostring(math, encoding="unicode")
    if len(found) < 2:
        inner = tostring(math, encoding="unicode")
    else:
        for piece in found[1:]:
            if piece[0].tag == "mo" and _sign(piece[0]) in RELATIONS | TERMS:
                piece[0].set("form", "infix")  # at the beginning of a row it would have no blank beside it
        inner = "<wbr>".join(tostring(_formula(piece), encoding="unicode") for piece in found)
    focus = ' tabindex="0" role="group" aria-label="Long formula"' if is_long else ""
    return f'<span class="gf-formula"{focus}>{inner}</span>'


def _pieces(parts: Sequence[Element]) -> Iterator[list[Element]]:
    """The parts of a row, taken apart before relations and terms and after commas, outside of all brackets."""
    piece: list[Element] = []
    depth = 0
    for number, part in enumerate(parts):
        sign = _sign(part)
        follows = part.tag == "mo" and _begins(sign, parts[number - 1] if number else None)
        comma = bool(piece) and part.tag == "mspace" and _sign(piece[-1]) == ","
        if piece and depth == 0 and (follows or comma):
            yield piece
            piece = []
        depth += (sign in OPEN) - (sign in CLOSE)
        if not (comma and not piece):  # a blank at the beginning of a line is none
            piece.append(part)
    if piece:
        yield piece


def _begins(sign: str, before: Element | None) -> bool:
    """Whether a sign begins a piece: a relation, or a plus or minus that adds to what is before it."""
    if sign in RELATIONS:
        return True
    return sign in TERMS and before is not None and not (before.tag == "mo" and _sign(before) not in CLOSE)


def _sign(part: Element) -> str:
    """The first sign of a part: the bracket of `)` to the power of something, for one."""
    while part.tag in ("msup", "msub", "msubsup") and len(part):
        part = part[0]
    return (part.text or "").strip() if part.tag == "mo" else ""


def _formula(piece: Sequence[Element]) -> Element:
    made = Element("math", {"display": "inline", "displaystyle": "true"})
    row = Element("mrow")
    row.extend(piece)
    made.append(row)
    return made


def _width(part: Element) -> float:
    """About how many signs wide a part is; above and below a bar the wider one counts."""
    if part.tag == "mspace":
        width = part.get("width", "")
        return (
            2 * float(width[:-2]) if width.endswith("em") and width[:-2].replace(".", "", 1).isdigit() else 0
        )
    wide = [_width(child) for child in part]
    if part.tag in ("mfrac", "munder", "mover", "munderover"):
        return max(wide, default=0)
    return len((part.text or "").strip()) + sum(wide)
