"""Who is who: by one column of ids, else by names that are one person's."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from grader.collecting.found import Who
from grader.collecting.matching import Match, matches
from grader.collecting.people import People, _people, name_keys


def people(rows: Mapping[str, Mapping[str, str]], closed: bool = True) -> People:
    return _people(rows, closed)


CLASS = people(
    {
        "s1": {"login": "ann", "number": "11", "mail": "A.Lee@uni.example", "name": "Lee, Ann"},
        "s2": {"login": "bob", "number": "12", "mail": "bob@uni.example", "name": "Ray, Bob"},
        "s3": {"login": "cy", "number": "13", "mail": "cy@uni.example", "name": "Kim, Cy"},
        "s4": {"login": "11", "number": "14", "mail": "eleven@uni.example", "name": "Ray, Eleven"},
    }
)


def ids(*texts: str) -> Who:
    return Who(ids=(texts,))


def found(form: str, whos: Mapping[str, Who], among: People = CLASS) -> dict[str, str | None]:
    return {key: match.student for key, match in matches(form, whos, among).items()}  # type: ignore[arg-type]


def test_one_column_has_all_and_a_number_in_another_is_no_match() -> None:
    """`11` is the login of one and the number of another."""
    by_login = {name: ids(name) for name in ("ann", "bob", "cy", "11")}
    by_number = {name: ids(name) for name in ("11", "12", "13", "14")}
    assert found("folder", by_login) == {"ann": "s1", "bob": "s2", "cy": "s3", "11": "s4"}
    assert found("canvas", by_number) == {"11": "s1", "12": "s2", "13": "s3", "14": "s4"}


@pytest.mark.parametrize("text", ["a.lee@uni.example", "A.LEE@UNI.EXAMPLE", "a.lee", " A.Lee "])
def test_an_email_address_is_matched_whatever_its_capitals_and_by_what_stands_before_its_sign(
    text: str,
) -> None:
    assert found("gradescope", {"x": Who(ids=((), (text,)))}) == {"x": "s1"}


def test_a_column_that_few_are_in_is_one_by_chance() -> None:
    whos = {str(number): Who(ids=((str(number),),), names=(name,)) for number, name in
            ((11, "rayeleven"), (901, "leeann"), (902, "raybob"), (903, "kimcy"))}  # fmt: skip
    assert found("canvas", whos) == {"11": "s4", "901": "s1", "902": "s2", "903": "s3"}


def test_a_stranger_among_known_ids_is_nobody_by_name() -> None:
    whos = {"11": ids("11"), "12": ids("12"), "99": Who(ids=(("99",),), names=("kimcy",))}
    assert found("canvas", whos) == {"11": "s1", "12": "s2", "99": None}


def test_two_of_one_name_in_the_source_are_both_left() -> None:
    whos = {"a": Who(names=("Ann Lee",)), "b": Who(names=("ann  LEE",))}
    assert found("brightspace", whos) == {"a": None, "b": None}


def test_without_a_roster_a_name_is_the_id() -> None:
    nobody = people({}, closed=False)
    assert matches("folder", {"x": ids("s9")}, nobody) == {"x": Match("s9")}
    assert matches("folder", {"x": ids("../s9")}, nobody)["x"].student is None
    assert matches("folder", {"x": ids("s9")}, people({"s1": {}}, closed=True))["x"].student is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Lee", "Lee, Ann"),
        ("Jörg Müller", "Jorg Muller"),
        ("Jo\u0308rg Müller", "jörg  MÜLLER"),
        ("O'Brien-Smith Séan", "obriensmithséan"),
        ("Ann-Marie Lee", "ann marie lee"),
        ("李 明", "明 李"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert set(name_keys(one)) & set(name_keys(other))


@pytest.mark.parametrize(("one", "other"), [("Ann Lee", "Anna Lee"), ("!!!", "???"), ("Li Na", "Lin A B")])
def test_names_of_two(one: str, other: str) -> None:
    assert not set(name_keys(one)) & set(name_keys(other))
