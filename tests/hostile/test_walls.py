"""Each wall around files holds alone, with seccomp: for a machine may have just one of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.results import Wall
from grader.running.outside import Runner
from tests.hostile.conftest import LIMITS, read_attacks
from tests.standins.walls import HERE

AREAS = ("files", "network", "processes")
"""What these walls are for; all other attacks run behind all walls that there are (test_attacks.py)."""
ATTACKS = [attack for attack in read_attacks() if attack.area in AREAS]
ALONE: tuple[Wall, ...] = ("landlock", "bubblewrap")
OF_THE_VIEW = re.compile(r"CANARY (?:list|/dev/urandom) .*")
"""Behind bubblewrap alone folders can be listed, but what is in them is the view, and random numbers can be stirred."""


@pytest.fixture(scope="module", params=[wall for wall in ALONE if set(ALONE) <= set(HERE)])
def behind_one(request: pytest.FixtureRequest) -> Iterator[tuple[Wall, Runner]]:
    """On a machine that has both."""
    with Runner(LIMITS, walls=(request.param, "seccomp")) as runner:
        yield request.param, runner


@pytest.mark.parametrize("one", ATTACKS, ids=lambda attack: f"{attack.area}: {attack.title}")
def test_an_attack_fails_at_one_wall_around_files(
    one: Any, behind_one: tuple[Wall, Runner], outside: Any, let_loose: Callable[..., Any]
) -> None:
    wall, runner = behind_one
    before = outside.state()
    aftermath = let_loose(one, outside, runner)
    for question in aftermath.questions:
        low, high = one.deserved(question.id)
        assert low <= question.score <= high, aftermath.outputs
    seen = aftermath.seen_by_the_student
    listed = OF_THE_VIEW.findall(seen) if wall == "bubblewrap" else []
    assert not any("secret" in line or "checking" in line for line in listed), listed
    assert "CANARY" not in (OF_THE_VIEW.sub("", seen) if listed else seen)
    assert outside.state() == before
