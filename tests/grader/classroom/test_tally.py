from __future__ import annotations

import tracemalloc
from typing import Any

from grader.classroom.tally import Tally


def result(student: str) -> dict[str, Any]:
    checks = [{"id": f"test_{n}", "title": "É" * 40, "points": 0.1 * n, "message": None} for n in range(26)]
    return {"student": student, "score": 0.1 + 0.2, "questions": [{"checks": checks}]}


def test_results_come_back_as_they_were_in_the_order_of_ids() -> None:
    tally = Tally()
    for student in ("s2", "s10", "a"):
        tally.add(result(student))
    assert list(tally) == [result("a"), result("s10"), result("s2")]


def test_a_second_result_of_a_student_replaces_the_first() -> None:
    tally = Tally()
    tally.add(result("s1"))
    tally.add({"student": "s1", "score": None})
    assert len(tally) == 1
    assert list(tally) == [{"student": "s1", "score": None}]


def test_a_result_takes_less_than_two_kilobytes() -> None:
    tally = Tally()
    tally.add(result("first"))  # what is allocated once
    tracemalloc.start()
    for number in range(200):
        tally.add(result(f"s{number}"))
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert size / 200 < 2_000
