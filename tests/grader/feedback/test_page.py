"""nbgrader's feedback page as a browser would read it: nothing of a student's is active, ours is complete."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ACTIVE = {
    "script",
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "link",
    "frame",
    "applet",
    "input",
    "button",
    "video",
}
UNTYPESET = {"pre", "code", "script", "style", "textarea", "noscript"}
"""Elements in which MathJax leaves text alone."""


class Page(HTMLParser):
    """Elements with their attributes, and each text with the elements around it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, list[tuple[str, dict[str, str]]]]] = []
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and any(name == tag for name, _ in self.stack):
            if self.stack.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        self.texts.append((data, list(self.stack)))

    def active(self) -> Counter[tuple[str, str]]:
        return Counter((tag, values.get("src", "")) for tag, values in self.elements if tag in ACTIVE)


@pytest.fixture(scope="module")
def hostile(feedback_page: Callable[[str], str]) -> Page:
    return Page(feedback_page("hostile"))


@pytest.fixture(scope="module")
def honest(feedback_page: Callable[[str], str]) -> Page:
    return Page(feedback_page("honest"))


def test_hostile_text_adds_no_active_element(hostile: Page, honest: Page) -> None:
    assert hostile.active() == honest.active()


def test_a_page_has_no_script(honest: Page) -> None:
    assert not [src for tag, src in honest.active() if tag == "script"]


def test_no_element_has_an_event_handler(hostile: Page) -> None:
    handlers = [(tag, name) for tag, values in hostile.elements for name in values if name.startswith("on")]
    assert handlers == []


def test_no_link_or_picture_leads_anywhere_active(hostile: Page) -> None:
    places = [
        values[name].strip()
        for _, values in hostile.elements
        for name in ("href", "src", "srcdoc", "action", "formaction", "xlink:href", "data")
        if name in values
    ]
    assert all(place.startswith(("#", "data:image/png;base64,")) for place in places)


def test_a_page_loads_nothing(feedback_page: Callable[[str], str]) -> None:
    page = feedback_page("honest")
    assert not re.search(r"url\((?!data:)|@import|@font-face", page)
    assert "<math" in page


def test_a_policy_stands_before_all_that_it_is_to_hold(honest: Page) -> None:
    head = [tag for tag, _ in honest.elements]
    policies = {
        place: values["content"]
        for place, (_, values) in enumerate(honest.elements)
        if values.get("http-equiv") == "Content-Security-Policy"
    }
    assert list(policies.values()) == ["default-src 'none'; style-src 'unsafe-inline'; img-src data: https:"]
    assert max(policies) < head.index("style")


def test_a_students_text_is_shown_as_text_that_mathjax_leaves_alone(hostile: Page, marker: str) -> None:
    found = [around for text, around in hostile.texts if marker in text]
    assert len(found) > 20
    for around in found:
        classes = " ".join(values.get("class", "") for _, values in around)
        assert UNTYPESET & {tag for tag, _ in around} or "tex2jax_ignore" in classes
        assert "script" not in {tag for tag, _ in around}


def test_hostile_sources_are_all_on_the_page(hostile: Page, hostile_sources: tuple[str, ...]) -> None:
    shown = "".join(text for text, _ in hostile.texts)
    assert all(source.splitlines()[0].strip("#` ") in shown for source in hostile_sources)


def test_the_title_is_not_the_students(hostile: Page) -> None:
    titles = [text for text, around in hostile.texts if around and around[-1][0] == "title"]
    assert titles[0] == "line-fit"


def test_every_question_has_its_marks_and_checks(honest: Page) -> None:
    text = "".join(text for text, _ in honest.texts)
    assert "4 of 4 points" in text
    assert "0 of 6 points" in text
    assert "The slope is right" in text


def test_pictures_have_a_role_a_name_and_a_description(honest: Page) -> None:
    pictures = [values for tag, values in honest.elements if tag == "svg" and values.get("role") == "img"]
    ids = [values["id"] for _, values in honest.elements if "id" in values]
    assert len(pictures) == 1
    for picture in pictures:
        assert all(ids.count(name) == 1 for name in picture["aria-labelledby"].split())


def test_the_page_fits_a_phone(honest: Page) -> None:
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in honest.elements


def test_a_students_own_error_text_is_not_in_the_messages_of_checks(hostile: Page, marker: str) -> None:
    """What code chooses to say when a hidden check calls it could carry the check's inputs."""
    told = [
        text
        for text, around in hostile.texts
        if any("gf-feedback" in v.get("class", "") for _, v in around)
        # said for the public example, before any hidden check has called
        and not any(v.get("class") == "gf-stopped" for _, v in around)
    ]
    assert told
    assert not any(marker in text for text in told)
