from __future__ import annotations

import numpy as np
import pytest

from grader.checking import Hidden


def test_the_same_seed_gives_the_same_inputs_in_any_order() -> None:
    first, second = Hidden("s", "q"), Hidden(b"s", "q")
    a = first.rng("a").random(3)
    first.rng("b")
    assert np.array_equal(second.rng("a").random(3), a)


@pytest.mark.parametrize("other", [Hidden("t", "q"), Hidden("s", "p")])
def test_another_seed_or_question_gives_other_inputs(other: Hidden) -> None:
    assert not np.array_equal(Hidden("s", "q").rng("a").random(3), other.rng("a").random(3))


def test_the_seed_does_not_show_in_a_printed_source() -> None:
    assert "secret" not in repr(Hidden("secret", "q"))
