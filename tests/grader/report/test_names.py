from __future__ import annotations

from grader.report.names import pseudonym, without_name


def test_a_pseudonym_is_stable_and_depends_on_student_and_course() -> None:
    assert pseudonym("s1", "seed") == pseudonym("s1", "seed")
    assert len({pseudonym("s1", "seed"), pseudonym("s2", "seed"), pseudonym("s1", "other")}) == 3


def test_a_pseudonym_does_not_hold_the_name() -> None:
    assert "abc" not in pseudonym("abc", "seed")


def test_a_name_is_taken_out_of_a_sentence_where_it_is_a_word() -> None:
    assert (
        without_name("submitted/ann/x of ann is annoying", "ann", "p-1")
        == "submitted/p-1/x of p-1 is annoying"
    )
    assert without_name("a.b (1) and axb", "a.b", r"\1") == r"\1 (1) and axb"
