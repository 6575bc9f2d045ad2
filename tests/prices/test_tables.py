from __future__ import annotations

from benchmarks.tables import BLOCK, PAGE, written


def test_the_tables_of_the_page_on_marking_are_what_the_checks_and_the_answers_say() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(BLOCK.findall(page)) == 6
    assert written(page) == page, "write them with `python -m benchmarks.tables`"
