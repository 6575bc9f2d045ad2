"""Whether the marks of a run are those that count, and why not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.classroom import contexts
from grader.classroom.contexts import FILE, OTHERWISE, changed_since, remember_context
from grader.classroom.grade import Options, grade_class
from grader.classroom.pending import digest_of, marks_digest
from grader.course import Course
from grader.explain.run import rerun
from grader.explain.standing import _of_the_gradebook, standing
from grader.gradebook.store import read_saved, save_result
from grader.marking.jobs import Settings
from grader.reading import HandedIn, handed_in, load_release
from grader.report.model import Filed, Mark
from grader.seed import course_seed


@pytest.fixture
def stored(graded: Course) -> Callable[[], tuple[str, ...]]:
    """What has changed since the class was graded, for ann."""

    def changed() -> tuple[str, ...]:
        settings = Settings(load_release(graded.release_path, graded.exercise), course_seed(graded))
        saved = read_saved(graded, "ann")
        assert saved is not None
        handed = handed_in(graded.submitted, "ann", graded.assignment)
        return changed_since(graded, settings, handed, saved["fingerprint"])

    return changed


def edit_release(course: Course) -> None:
    """Change a locked cell of code, in which marks have a say."""
    notebook = json.loads(course.release_path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("locked"))
    cell["source"] = [*cell["source"], "\n# edited"]
    course.release_path.write_text(json.dumps(notebook), encoding="utf-8")


def test_nothing_has_changed(stored: Callable[[], tuple[str, ...]]) -> None:
    assert stored() == ()


def test_another_seed_is_told(stored: Callable[[], tuple[str, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAUSSFIT_SEED", "another seed, of a good length")
    assert stored() == ("the seed",)


def test_other_code_is_told(stored: Callable[[], tuple[str, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.classroom.pending.code_digest", lambda _: "another")
    assert stored() == ("the grader's code",)


def test_another_release_is_told(stored: Callable[[], tuple[str, ...]], graded: Course) -> None:
    edit_release(graded)
    assert stored() == ("the release",)


def test_several_things_are_told_together(
    stored: Callable[[], tuple[str, ...]], graded: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_release(graded)
    monkeypatch.setenv("GAUSSFIT_SEED", "another seed, of a good length")
    assert stored() == ("the release", "the seed")


def test_another_file_is_told(stored: Callable[[], tuple[str, ...]], graded: Course) -> None:
    path = graded.submission_path("ann")
    path.write_bytes(path.read_bytes() + b"\n")
    assert stored() == (FILE,)


def test_another_time_is_told(stored: Callable[[], tuple[str, ...]], graded: Course) -> None:
    graded.submission_path("ann").with_name("timestamp.txt").write_text("2026-11-01 11:00:00 UTC\n")
    assert stored() == (OTHERWISE,)


@pytest.mark.parametrize("text", ["", "nonsense", "[]", '{"a": 1}'])
def test_what_is_kept_of_contexts_may_be_damaged(
    stored: Callable[[], tuple[str, ...]], graded: Course, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("GAUSSFIT_SEED", "another seed, of a good length")
    contexts._path(graded).write_text(text, encoding="utf-8")
    assert stored() == (OTHERWISE,)


def test_few_contexts_are_kept_the_latest_last(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(load_release(course.release_path, course.exercise), "")
    monkeypatch.setattr(contexts, "MOST_KEPT", 3)
    for seed in ("a", "b", "c", "d", "b"):
        remember_context(course, replace(settings, seed=seed))
    handed = HandedIn(b"")
    then = {seed: digest_of(handed, marks_digest(replace(settings, seed=seed), course)) for seed in "abcd"}
    found = {seed: changed_since(course, settings, handed, digest) for seed, digest in then.items()}
    assert found == {"a": (OTHERWISE,), "b": ("the seed",), "c": ("the seed",), "d": ("the seed",)}
    assert "a" * 8 not in contexts._path(course).read_text(encoding="utf-8")


def test_grading_goes_on_where_no_context_can_be_kept(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(contexts, "write_atomically", full)
    remember_context(course, Settings(load_release(course.release_path, course.exercise), "seed"))


def test_a_run_under_another_seed_says_so_and_what_differs(
    graded: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAUSSFIT_SEED", "another seed, of a good length")
    found = standing(graded, rerun(graded, "ann"))
    assert found.same  # this answer's mark does not hang on the seed
    assert "Changed since the stored marks were made: the seed." in found.sentences[0]
    assert found.sentences[1] == "The stored marks are the same all the same, check by check."


def test_another_file_with_other_marks_is_told_question_by_question(
    graded: Course, answers: dict[str, dict[str, str]], compose_bytes: Callable[..., bytes]
) -> None:
    mended = {**answers["ann"], "parameters": answers["bob"]["parameters"]}
    graded.submission_path("ann").write_bytes(compose_bytes(mended))
    found = standing(graded, rerun(graded, "ann"))
    assert not found.same
    assert found.sentences == (
        "Changed since the stored marks were made: the submitted file. Run `gaussfit grade` to bring them up to date.",
        "The stored marks are others: parameters had 2 then and has 10 now.",
        "The gradebook has 2 for parameters; this run gives 10.",
        "The gradebook counts 15.5 of 30 points.",
    )


def test_a_submission_that_was_never_graded_is_told(
    course: Course, compose_bytes: Callable[..., bytes]
) -> None:
    path = course.submission_path("ann")
    path.parent.mkdir(parents=True)
    path.write_bytes(compose_bytes({}))
    found = standing(course, rerun(course, "ann"))
    assert not found.same
    assert "nothing to compare these marks with" in found.sentences[0]
    assert "The gradebook has no marks of this submission" in found.sentences[1]


def test_marks_by_hand_extra_credit_and_lateness_are_told_apart() -> None:
    filed = Filed({"fit": Mark(9.0, 10.0, 7.0, manual=8.0, extra=1.0)}, penalty=2.5)
    now = {"questions": [{"id": "fit", "score": 7.0}]}
    assert tuple(_of_the_gradebook(filed, now)) == (
        "fit has 8 by hand in formgrader; the grader gives 7.",
        "fit has 1 point of extra credit.",
        "It was late, which costs 2.5 points.",
        "The gradebook counts 6.5 of 10 points.",
    )


def test_an_answer_of_chance_is_told_as_one(
    course: Course, right_answers: dict[str, str], compose_bytes: Callable[..., bytes]
) -> None:
    """Its marks differ from run to run, and nothing else does."""
    path = course.submission_path("ann")
    path.parent.mkdir(parents=True)
    path.write_bytes(compose_bytes(right_answers))
    grade_class(course, Options())
    saved = read_saved(course, "ann")
    assert saved is not None
    saved["result"]["questions"][2]["score"] = 5.5  # as if it had been so the first time
    saved["result"]["score"] = 25.5
    save_result(course, "ann", saved["fingerprint"], saved["result"])
    found = standing(course, rerun(course, "ann"))
    assert not found.same
    assert found.sentences[0] == "The stored marks are others: parameters had 5.5 then and has 10 now."
    assert "the answer is not the same each time" in found.sentences[1]
