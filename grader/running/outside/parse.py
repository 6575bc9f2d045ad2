"""From a child's reply to the dataclasses of `grader.answers`; what is not as agreed raises `WireError`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, TypeVar, cast, get_args

import numpy as np
from numpy.typing import NDArray

from grader.answers import Answer, CellRun, Curve, Drawing, Output, StudentError, Value
from grader.running.outside.png import checked_png
from grader.running.wire import MAX_DIMENSIONS, WireError, clean, plain_to_array

MAX_OUTPUTS = 201
MAX_TEXT = 4 * 1024**2
MAX_CURVES = 2_500
MAX_IMAGES = 20
MAX_VERTICES = 120_000
MAX_NUMBERS = 200_000
"""Numbers of one value, of which no child that is as we made it tells more. A byte of a reply becomes eight here, and
all answers of a submission are kept until it is marked: forged ones took 2 GB."""
TOO_MANY = f"A value may have {MAX_NUMBERS} numbers"
TOO_DETAILED = f"A drawing may have {MAX_VERTICES} vertices"

Kind = Literal["tensor", "array", "sequence", "scalar", "none", "text", "bool", "complex", "other"]
T = TypeVar("T")


def _typed(plain: object, kind: type[T], what: str) -> T:
    if type(plain) is not kind:
        raise WireError(f"{what} must be {kind.__name__}; it is {type(plain).__name__}.")
    return plain


def _text(plain: object, what: str, limit: int) -> str:
    text = _typed(plain, str, what)
    if len(text) > limit:
        raise WireError(f"{what} may have {limit} characters; it has {len(text)}.")
    return clean(text, limit)


def _number(plain: object, what: str) -> float:
    if type(plain) not in (int, float) or not math.isfinite(cast(float, plain)):
        raise WireError(f"{what} must be a finite number; it is {plain!r:.40}.")
    return float(cast(float, plain))


def _numbers(plain: object, most: int, what: str) -> NDArray[np.float64]:
    array = plain_to_array(plain)
    if array.size > most:
        raise WireError(f"{what}; this one has more.")
    return array.astype(np.float64)


def parse_error(plain: object) -> StudentError:
    """The error of a reply."""
    data = _typed(plain, dict, "An error")
    return StudentError(
        type_name=_text(data.get("type_name"), "An error's type", 100),
        message=_text(data.get("message"), "An error's message", 2_000),
        line=_text(data.get("line"), "An error's line", 300),
        traceback=_text(data.get("traceback"), "An error's traceback", 4_000),
    )


def parse_value(plain: object) -> Value:
    """The value of a reply; its numbers as float64."""
    data = _typed(plain, dict, "A value")
    kind = _text(data.get("kind"), "A value's kind", 20)
    if kind not in get_args(Kind):
        raise WireError(f"A value's kind must be one of {', '.join(get_args(Kind))}; it is {kind!r}.")
    shape = data.get("shape")
    if shape is not None:
        shape = tuple(_typed(n, int, "A shape's length") for n in _typed(shape, list, "A shape"))
        if len(shape) > MAX_DIMENSIONS:
            raise WireError(f"A shape may have {MAX_DIMENSIONS} dimensions; it has {len(shape)}.")
    array = None if data.get("array") is None else _numbers(data["array"], MAX_NUMBERS, TOO_MANY)
    if array is not None and array.shape != shape:
        raise WireError(f"A value of shape {shape} cannot have numbers of shape {array.shape}.")
    dtype = data.get("dtype")
    return Value(
        kind=cast(Kind, kind),
        type_name=_text(data.get("type_name"), "A value's type", 100),
        dtype=None if dtype is None else _text(dtype, "A value's dtype", 100),
        shape=shape,
        array=array,
    )


def _colour(plain: object) -> tuple[float, float, float, float] | None:
    if plain is None:
        return None
    red, green, blue, alpha = (_number(part, "A colour's part") for part in _four(plain))
    return red, green, blue, alpha


def _four(plain: object) -> list[object]:
    parts = _typed(plain, list, "A colour")
    if len(parts) != 4:
        raise WireError(f"A colour has 4 parts; this one has {len(parts)}.")
    return parts


def _vertices(plain: object) -> NDArray[np.float64]:
    vertices = _numbers(plain, 2 * MAX_VERTICES, TOO_DETAILED)
    if vertices.ndim != 2 or vertices.shape[1] != 2 or not np.isfinite(vertices).all():
        raise WireError(f"A curve's vertices must be finite, of shape (n, 2); they have {vertices.shape}.")
    return vertices


def _curve(plain: object) -> Curve:
    data = _typed(plain, dict, "A curve")
    level = data.get("level")
    return Curve(
        vertices=_vertices(data.get("vertices")),
        closed=_typed(data.get("closed"), bool, "closed"),
        artist=_text(data.get("artist"), "A curve's artist", 100),
        stroke=_colour(data.get("stroke")),
        fill=_colour(data.get("fill")),
        linewidth=_number(data.get("linewidth"), "linewidth"),
        level=None if level is None else _number(level, "level"),
        zorder=_number(data.get("zorder", 0.0), "zorder"),
        dots=_typed(data.get("dots", False), bool, "dots"),
        path=_typed(data.get("path", -1), int, "path"),
    )


def _pair(plain: object, what: str) -> tuple[float, float]:
    parts = _typed(plain, list, what)
    if len(parts) != 2:
        raise WireError(f"{what} has 2 parts; this one has {len(parts)}.")
    return _number(parts[0], what), _number(parts[1], what)


def _extent(plain: object) -> tuple[float, float, float, float]:
    left, right, bottom, top = (_number(part, "An image's side") for part in _four(plain))
    return left, right, bottom, top


def parse_drawing(plain: object) -> Drawing:
    """The drawing of a reply."""
    data = _typed(plain, dict, "A drawing")
    curves = _typed(data.get("curves"), list, "A drawing's curves")
    if len(curves) > MAX_CURVES:
        raise WireError(f"A drawing may have {MAX_CURVES} curves; this one has {len(curves)}.")
    # The runner sends no curve without vertices; a forged one would have no extent to judge.
    parsed = tuple(curve for curve in map(_curve, curves) if len(curve.vertices))
    if sum(len(curve.vertices) for curve in parsed) > MAX_VERTICES:
        raise WireError(f"{TOO_DETAILED}; this one has more.")
    background = _colour(data.get("background"))
    if background is None:
        raise WireError("A drawing needs a background.")
    return Drawing(
        curves=parsed,
        background=background,
        xlim=_pair(data.get("xlim"), "xlim"),
        ylim=_pair(data.get("ylim"), "ylim"),
        artists=_typed(data.get("artists"), int, "artists"),
        artists_elsewhere=_typed(data.get("artists_elsewhere"), int, "artists_elsewhere"),
        axes=_typed(data.get("axes", 1), int, "axes"),
        images=tuple(_extent(image) for image in _typed(data.get("images", []), list, "images")[:MAX_IMAGES]),
        cut=_typed(data.get("cut", False), bool, "cut"),
    )


def parse_answer(data: Mapping[str, object], arguments: int, seconds: float, drawn: bool) -> Answer:
    """The reply to a call with `arguments` arguments; `drawn` says whether it must carry a drawing."""
    outcome = data.get("outcome")
    if outcome == "missing":
        return Answer("missing", seconds=seconds)
    if outcome == "raised":
        return Answer("raised", error=parse_error(data.get("error")), seconds=seconds)
    if outcome != "ok":
        raise WireError(f"A call's outcome must be ok, raised or missing; it is {outcome!r:.40}.")
    changed = [_typed(n, int, "A position") for n in _typed(data.get("changed"), list, "changed")]
    if any(not 0 <= n < arguments for n in changed) or len(changed) > arguments:
        raise WireError("The changed arguments must be among those that were given.")
    return Answer(
        "ok",
        value=parse_value(data.get("value")),
        changed=tuple(sorted(set(changed))),
        drawing=parse_drawing(data.get("drawing")) if drawn else None,
        seconds=seconds,
    )


def _output(plain: object) -> Output:
    data = _typed(plain, dict, "An output")
    kind = data.get("kind")
    if kind == "stream":
        name = "stderr" if data.get("name") == "stderr" else "stdout"
        return Output("stream", text=_text(data.get("text"), "A stream's text", MAX_TEXT), name=name)
    if kind in ("text", "result"):
        return Output(kind, text=_text(data.get("text"), "A display's text", MAX_TEXT))
    if kind == "png":
        return Output("png", png=checked_png(_typed(data.get("png"), bytes, "A picture")))
    raise WireError(f"An output must be a stream, text or png; it is {kind!r:.40}.")


def parse_cell(
    data: Mapping[str, object], keep: list[str], seconds: float
) -> tuple[CellRun, dict[str, Value | None]]:
    """The reply to a cell, and the values of the names in `keep`."""
    outputs = _typed(data.get("outputs", []), list, "outputs")
    if len(outputs) > MAX_OUTPUTS:
        raise WireError(f"A cell may have {MAX_OUTPUTS} outputs; this one has {len(outputs)}.")
    told = tuple(_output(output) for output in outputs)
    error = parse_error(data.get("error")) if data.get("outcome") == "raised" else None
    if error is not None:
        told += (Output("error", text=error.traceback, error=error),)
    kept = _typed(data.get("kept", {}), dict, "kept")
    values = {name: None if kept.get(name) is None else parse_value(kept[name]) for name in keep}
    return CellRun("ok" if error is None else "raised", told, error, seconds), values
