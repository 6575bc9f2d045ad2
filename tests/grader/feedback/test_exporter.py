from __future__ import annotations

import re

import pytest

from grader.feedback.exporter import MOST_COLOURED, FeedbackExporter, coloured


def test_the_page_colours_code_by_the_plain_lexer_of_python() -> None:
    assert FeedbackExporter().filters["highlight_code"] is coloured
    assert '<span class="k">def</span>' in coloured("def f(): pass")


def test_what_a_student_wrote_stays_text_however_long() -> None:
    for source in ("<script>1</script>", "<script>" * MOST_COLOURED):
        shown = coloured(source)
        assert "<script" not in shown
        assert "script" in shown


@pytest.mark.parametrize("source", ["!" * 20_000, "%" * 20_000, "x" + " " * 19_000 + "?", "(" * 20_000])
def test_a_cell_of_one_character_over_and_over_is_shown_whole(source: str) -> None:
    text = re.sub("<[^>]*>", "", coloured(source))
    assert text.strip() == source
