from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.exercise import EXERCISE
from grader.report.model import ClassReport, Filed, Mark, Row
from grader.report.statistics import (
    changes,
    check_rates,
    histogram,
    marks,
    misconceptions,
    percentile,
    questions,
    summary,
    times,
)


def test_the_summary_counts_and_averages_the_gradebooks_marks(made_class: ClassReport) -> None:
    found = summary(made_class)
    assert (found.submissions, found.graded, found.rejected, found.waiting, found.full) == (5, 3, 1, 1, 2)
    assert (found.mean, found.median, found.max_score) == (pytest.approx(20.625), 26.25, 30.0)
    assert found.seconds == 1.5


def test_an_empty_class_has_no_mean() -> None:
    found = summary(ClassReport(EXERCISE, ()))
    assert (found.submissions, found.mean, found.median, found.deviation) == (0, None, None, None)


def test_marks_are_those_of_the_gradebook_whatever_the_grader_found(made_row: Callable[..., Row]) -> None:
    filed = Filed({"gaussian_nll": Mark(9.0, 10.0, 10.0, manual=8.0, extra=1.0)}, penalty=2.0)
    report = ClassReport(EXERCISE, (made_row(filed=filed),))
    assert marks(report) == [7.0]
    assert marks(report, "gaussian_nll") == [9.0]
    assert report.rows[0].differs


def test_a_penalty_never_makes_a_total_negative() -> None:
    assert Filed({"q": Mark(1.0, 10.0, 1.0)}, penalty=5.0).score == 0.0


def test_questions_come_in_the_order_of_the_notebook(made_class: ClassReport) -> None:
    assert questions(made_class) == ("gaussian_nll", "draw_density", "parameters")


def test_a_check_is_counted_in_graded_submissions_alone(made_class: ClassReport) -> None:
    rate = check_rates(made_class)[0]
    assert (rate.question, rate.title) == ("gaussian_nll", "The half is there")
    assert (rate.total, rate.counts["passed"], rate.counts["failed"]) == (3, 2, 1)
    assert rate.rate == pytest.approx(2 / 3)


def test_misconceptions_come_with_their_students(made_row: Callable[..., Row]) -> None:
    rows = (made_row("ann", (5.0, 0.0, 0.0)), made_row("bob"), made_row("cyd", (7.0, 0.0, 0.0)))
    (found,) = misconceptions(ClassReport(EXERCISE, rows))
    assert (found.slug, found.students) == ("missing-half", ("ann", "cyd"))


def test_a_resubmission_shows_what_changed(made_row: Callable[..., Row]) -> None:
    before = made_row(scores=(7.0, 10.0, 5.5)).marked
    (found,) = changes(ClassReport(EXERCISE, (made_row(previous=before), made_row("s2"))))
    assert (found.before, found.after, found.gone, found.new) == (22.5, 30.0, ("missing-half",), ())
    assert found.questions == (("gaussian_nll", 7.0, 10.0), ("parameters", 5.5, 10.0))


def test_the_largest_gain_comes_first(made_row: Callable[..., Row]) -> None:
    low, high = made_row(scores=(0.0, 0.0, 0.0)).marked, made_row().marked
    rows = (made_row("worse", (0.0, 0.0, 0.0), previous=high), made_row("better", previous=low))
    assert [change.name for change in changes(ClassReport(EXERCISE, rows))] == ["better", "worse"]


def test_times_are_those_of_graded_submissions(made_class: ClassReport) -> None:
    assert times(made_class) == [0.5, 0.5, 0.5]


def test_full_marks_have_a_bar_of_their_own() -> None:
    assert histogram([0.0, 0.5, 29.99, 30.0, 31.0, -1.0], 0, 31, 31)[::29] == [3, 1]
    assert histogram([30.0, 31.0], 0, 31, 31)[-1] == 2


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.0
    assert percentile([1.0], 0.99) == 1.0
    with pytest.raises(ValueError, match="needs values; there are none"):
        percentile([], 0.5)
