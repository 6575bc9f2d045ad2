"""Every link of the pages leads somewhere: to a file that is there, and to a heading in it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])


def tokens(page: Path) -> list[Token]:
    parsed = MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))
    return [each for token in parsed for each in (token, *(token.children or ()))]


def headings(page: Path) -> set[str]:
    """The anchors that GitHub makes: lower case, blanks to hyphens, of the rest what is a word."""
    found = tokens(page)
    titles = [found[place + 1].content for place, each in enumerate(found) if each.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken(page: Path) -> list[str]:
    found = []
    for token in tokens(page):
        target = str(token.attrs.get("href") or token.attrs.get("src") or "")
        if not target or re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = page.parent / unquote(name) if name else page
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in headings(path)):
            found.append(target)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken(page) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_picture_has_words_for_who_cannot_see_it(page: Path) -> None:
    assert [
        str(each.attrs["src"]) for each in tokens(page) if each.type == "image" and not each.content
    ] == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    """The control."""
    (tmp_path / "a.md").write_text("# One two\n[x](b.md) [y](#one-two) [z](#three)\n", encoding="utf-8")
    assert broken(tmp_path / "a.md") == ["b.md", "#three"]
