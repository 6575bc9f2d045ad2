from __future__ import annotations

from grader.report.names import pseudonym


def test_a_pseudonym_is_stable_and_depends_on_student_and_course() -> None:
    assert pseudonym("s1", "seed") == pseudonym("s1", "seed")
    assert len({pseudonym("s1", "seed"), pseudonym("s2", "seed"), pseudonym("s1", "other")}) == 3


def test_a_pseudonym_does_not_hold_the_name() -> None:
    assert "abc" not in pseudonym("abc", "seed")
