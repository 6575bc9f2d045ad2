"""The three terms of each point's NLL as bars, taken apart with a student's own `gaussian_nll`."""

from __future__ import annotations

import html
from collections.abc import Callable

import torch

from gaussfit.search.asking import nll_of_each, told

__all__ = ["three_terms"]


def three_terms(
    gaussian_nll: Callable[..., object], data: torch.Tensor, Sigma: torch.Tensor, Mean: torch.Tensor
) -> str:
    """Return what each of the three terms gives to each point, by your gaussian_nll, as bars in HTML."""
    try:
        each = nll_of_each(gaussian_nll, data, Sigma, Mean)
        [lowest] = nll_of_each(gaussian_nll, Mean[:, None], Sigma, Mean)
        [constant] = nll_of_each(gaussian_nll, Mean[:, None], torch.eye(2), Mean)
    except Exception as error:
        return f"<p>{html.escape(told('gaussian_nll', error))}</p>"
    return bars_of([nll - lowest for nll in each], lowest - constant, constant)


def bars_of(distances: list[float], log_det: float, constant: float) -> str:
    """Return the three terms of each point's NLL as a table of bars; a log det below zero is taken off."""
    wide = 200 / max(8.0, max(distances) + abs(log_det) + constant)  # pixels a nat

    def bar(value: float, colour: str) -> str:
        look = f"display:inline-block;height:12px;width:{abs(value) * wide:.0f}px;background:{colour}"
        return f'<span style="{look}"></span>'

    off = "repeating-linear-gradient(45deg,#b35900 0 2px,#fff 2px 5px)"
    size = bar(log_det, "#b35900" if log_det >= 0 else off)
    rows = [
        f"<tr><td style='width:40px'>{distance:.2f}</td><td style='white-space:nowrap'>"
        f"{bar(distance, 'steelblue')}{size}{bar(constant, '#777')}</td></tr>"
        for distance in distances
    ]
    sign = "striped, as it is taken off" if log_det < 0 else "brown"
    words = f"distance in blue; log det Sigma / 2 = {log_det:.2f}, {sign}; constant {constant:.2f} in grey"
    caption = f"<caption style='text-align:left'>Each point's NLL: {words}.</caption>"
    return f"<table style='width:100%'>{caption}{''.join(rows)}</table>"
