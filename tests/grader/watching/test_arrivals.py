from __future__ import annotations

from grader.watching.arrivals import LOOK, PATIENCE, QUIET, Arrivals

A, B, C = "ABC"
NOTHING = ""


def test_a_file_is_whole_once_its_folder_looks_the_same_for_a_moment() -> None:
    arrivals = Arrivals()
    arrivals.notice("s1", A, 0.0)
    assert arrivals.turns(QUIET / 2) == []
    arrivals.notice("s1", B, QUIET / 2)
    assert arrivals.turns(QUIET) == [], "it was written to in between"
    assert arrivals.pause(QUIET) > 0
    assert arrivals.turns(2 * QUIET) == ["s1"]


def test_what_was_taken_comes_again_only_when_it_looks_different() -> None:
    arrivals = Arrivals()
    arrivals.notice("s1", A, 0.0)
    arrivals.take("s1")
    assert arrivals.done("s1", 0.5) == 0.5
    arrivals.notice("s1", A, 1.0)
    assert arrivals.turns(9.0) == []
    arrivals.notice("s1", B, 10.0)
    assert arrivals.turns(11.0) == ["s1"]
    arrivals.take("s1")
    arrivals.again("s1")
    arrivals.notice("s1", B, 12.0)
    assert arrivals.turns(13.0) == ["s1"]


def test_a_folder_without_a_file_is_no_arrival() -> None:
    arrivals = Arrivals()
    arrivals.notice("s1", NOTHING, 0.0)
    arrivals.notice("s2", A, 0.0)
    arrivals.notice("s2", NOTHING, 0.1)
    assert (len(arrivals), arrivals.turns(9.0)) == (0, [])


def test_a_tenth_try_comes_after_the_first_of_the_others() -> None:
    arrivals = Arrivals()
    arrivals.tries["keen"] = 9
    for student in ("keen", "first", "second"):
        arrivals.notice(student, A, 0.0)
    assert arrivals.turns(1.0) == ["first", "second", "keen"]


def test_who_is_being_marked_waits_with_the_next_file() -> None:
    arrivals = Arrivals()
    arrivals.notice("s1", A, 0.0)
    arrivals.take("s1")
    arrivals.notice("s1", B, 1.0)
    assert (arrivals.turns(2.0), arrivals.open, len(arrivals)) == ([], ("s1",), 2)
    arrivals.done("s1", 2.0)
    assert (arrivals.turns(2.0), arrivals.open, len(arrivals)) == (["s1"], (), 1)


def test_what_cannot_be_graded_gets_time_to_become_whole() -> None:
    arrivals = Arrivals()
    arrivals.notice("s1", A, 0.0)
    assert arrivals.patient("s1", QUIET)
    assert arrivals.partly() == ("s1",)
    assert arrivals.turns(QUIET) == []
    assert arrivals.turns(QUIET + LOOK) == ["s1"]
    arrivals.notice("s1", B, 4.0)
    assert arrivals.patient("s1", PATIENCE), "it has grown at 4"
    assert not arrivals.patient("s1", 4.0 + PATIENCE)


def test_the_time_is_told_from_when_it_was_first_seen() -> None:
    arrivals = Arrivals()
    for now, trace in enumerate((A, B, C)):
        arrivals.notice("s1", trace, float(now))
    arrivals.take("s1")
    assert arrivals.done("s1", 7.0) == 7.0
    assert arrivals.pause(0.0) == float("inf")
