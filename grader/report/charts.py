"""The pictures of a class report, from numbers alone."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from grader.feedback.svg import Frame, bar, line, picture, text
from grader.report.statistics import CheckRate, histogram, percentile
from grader.words import counted

_ANCHOR = {0: "start", 4: "end"}
"""By label of the seconds: the first and the last stay inside of the picture."""


def marks_chart(
    scores: Sequence[float], top: float, name: str, title: str, bins: int, width: float
) -> Markup:
    """A histogram of marks from 0 to `top`; the last bar holds the full marks alone when bins = top + 1."""
    step = top / (bins - 1)
    counts = histogram(scores, 0, top + step, bins)
    frame = Frame(34, 24, width - 44, 130, (0, top + step), (0, max([*counts, 1]) * 1.12))
    ticks = [top * part / 5 for part in range(6)]
    body = [*_count_axes(frame, max([*counts, 1])), *_bars(frame, counts, step)]
    body += [text(frame.x(tick + step / 2), frame.top + frame.height + 14, f"{tick:g}") for tick in ticks]
    told = f"{counted(len(scores), 'mark')}; " + "; ".join(
        f"{_span(index, step, index == bins - 1)} points: {count}"
        for index, count in enumerate(counts)
        if count
    )
    return picture(name, width, 178, title, told + ".", body)


def times_chart(seconds: Sequence[float], width: float) -> Markup:
    """A histogram of the seconds that submissions took; the longest 1 % share the last bar."""
    most = _round_up(max(percentile(seconds, 0.99), 0.1))
    bins = 20
    counts = histogram(seconds, 0, most, bins)
    frame = Frame(34, 24, width - 44, 130, (0, most), (0, max(counts) * 1.12))
    body = [*_count_axes(frame, max(counts)), *_bars(frame, counts, most / bins)]
    bottom = frame.top + frame.height
    body += [
        text(
            frame.x(most * part / 4),
            bottom + 14,
            f"{most * part / 4:g} s",
            anchor=_ANCHOR.get(part, "middle"),
        )
        for part in range(5)
    ]
    told = (
        f"{counted(len(seconds), 'submission')}; half took at most {percentile(seconds, 0.5):.2f} s, "
        f"95 % at most {percentile(seconds, 0.95):.2f} s, the longest {max(seconds):.2f} s."
    )
    return picture(f"times-{width:g}", width, 178, "Seconds a submission took", told, body)


def rate_bar(rate: CheckRate, width: float = 180) -> Markup:
    """How a check ended: passed solid, not passed hollow, not tried only a line. The table says the numbers."""
    frame = Frame(0, 0, width, 12, (0, rate.total))
    passed, tried = rate.counts["passed"], rate.total - rate.counts["skipped"]
    body = [
        line(0, 6, width, 6, "gf-grid"),
        bar(0.5, 1, frame.x(tried) - 1, 10, "gf-hollow") if tried else "",
        bar(0, 0.5, frame.x(passed), 11, "gf-bar"),
    ]
    return Markup(
        f'<svg class="gf-picture" aria-hidden="true" viewBox="0 0 {width:g} 12" style="max-width:{width:g}px">'
        f"{''.join(body)}</svg>"
    )


def _bars(frame: Frame, counts: Sequence[int], step: float) -> list[str]:
    drawn = []
    for index, count in enumerate(counts):
        left, right = frame.x(index * step), frame.x((index + 1) * step)
        if count:
            top = frame.y(count)
            drawn.append(bar(left + 1, top, right - left - 2, frame.top + frame.height - top, "gf-bar"))
            drawn.append(text((left + right) / 2, top - 4, count, "gf-count"))
    return drawn


def _count_axes(frame: Frame, most: int) -> list[str]:
    step = max(1, round(_round_up(most / 4)))
    drawn = []
    for tick in range(0, most + 1, step):
        drawn.append(line(frame.left, frame.y(tick), frame.left + frame.width, frame.y(tick), "gf-grid"))
        drawn.append(text(frame.left - 6, frame.y(tick) + 4, tick, anchor="end"))
    return drawn


def _span(index: int, step: float, last: bool) -> str:
    low = f"{index * step:g}"
    return low if last else f"{low} to below {(index + 1) * step:g}"


def _round_up(value: float) -> float:
    """The next number of 1, 2 or 5 and zeros."""
    size = 10.0 ** math.floor(math.log10(value))
    return next(size * part for part in (1, 2, 5, 10) if size * part >= value * (1 - 1e-9))
