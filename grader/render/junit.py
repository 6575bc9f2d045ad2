"""A result as JUnit XML, which CI platforms show as test results.

JUnit never had a schema of its own. This is written to be valid under the two in common use, Ant's and that of
Jenkins' xUnit plugin. Neither has properties in a test case, so a check's points are properties of its suite,
named `<check>.points` and `<check>.max_points`.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from grader.render.context import Context
from grader.render.plain import one_line, printable
from grader.results import CheckResult, QuestionResult, SubmissionResult

TIMESTAMP = "1970-01-01T00:00:00"
"""Where nothing tells when it was graded: Ant's schema wants a date, of this form, without a zone."""

GRADER_FAILED = "The grader itself failed. This took no points: tell the course staff."

TYPES = {"failed": "CheckFailed", "error": "StudentError", "timeout": "Timeout"}


def render_junit(result: SubmissionResult, context: Context = Context()) -> str:
    """`result` as XML: a suite a question, a test case a check; a rejected file is one failure, an error one error."""
    root = Element("testsuites")
    # What a person marks is no test: it can neither pass nor fail here.
    tested = [question for question in result.questions if question.by_hand is None]
    made = context.provenance
    when = TIMESTAMP if made is None else made["time"].partition("+")[0]
    for number, question in enumerate(tested):
        # The time is known for the whole submission alone; in one suite, the suites' sum is right.
        seconds = result.seconds if number == 0 else 0.0
        _question_suite(root, number, question, result, seconds)
    if result.status != "graded":
        _refused_suite(root, len(tested), result)
    for suite in root:
        suite.set("timestamp", when)
    if made is not None:
        walls = ", ".join(made["walls"]) or "none"
        _add_properties(root, [("gaussfit", made["gaussfit"]), ("checks", made["checks"]), ("walls", walls)])
    indent(root)
    return "<?xml version='1.0' encoding='UTF-8'?>\n" + tostring(root, encoding="unicode") + "\n"


def _question_suite(
    root: Element, number: int, question: QuestionResult, result: SubmissionResult, seconds: float
) -> None:
    properties = [
        *_submission_properties(result),
        ("score", f"{question.score:g}"),
        ("max_score", f"{question.max_score:g}"),
        ("misconceptions", " ".join(question.misconceptions)),
    ]
    for check in question.checks:
        properties += [
            (f"{check.id}.points", f"{check.points:g}"),
            (f"{check.id}.max_points", f"{check.max_points:g}"),
        ]
    statuses = [check.status for check in question.checks]
    suite = _suite(
        root,
        number,
        question.id,
        properties,
        seconds,
        tests=len(statuses),
        failures=statuses.count("failed"),
        errors=statuses.count("error") + statuses.count("timeout"),
        skipped=statuses.count("skipped"),
    )
    for check in question.checks:
        _check_case(suite, question.id, check)
    advice = "\n".join(f"{diagnosis.slug}: {diagnosis.message}" for diagnosis in question.diagnoses)
    _close(suite, advice)


def _check_case(suite: Element, question_id: str, check: CheckResult) -> None:
    case = SubElement(suite, "testcase", name=one_line(check.title), classname=question_id, time="0")
    message = one_line(check.message)
    if check.status == "skipped":
        SubElement(case, "skipped", message=message)
    elif check.status != "passed":
        tag = "failure" if check.status == "failed" else "error"
        outcome = SubElement(case, tag, message=message, type=TYPES[check.status])
        outcome.text = f"{one_line(check.title)}\n{printable(check.message)}"


def _refused_suite(root: Element, number: int, result: SubmissionResult) -> None:
    """A file that has no marks must not look like one without failures."""
    rejected = result.status == "rejected"
    # Why the grader failed is for staff: it may name what is hidden.
    reason = (result.reason or "") if rejected else GRADER_FAILED
    score = "" if result.score is None else f"{result.score:g}"
    properties = [
        *_submission_properties(result),
        ("score", score),
        ("max_score", f"{result.max_score:g}"),
    ]
    suite = _suite(
        root,
        number,
        "submission",
        properties,
        result.seconds,
        tests=1,
        failures=int(rejected),
        errors=int(not rejected),
        skipped=0,
    )
    case = SubElement(suite, "testcase", name="can_be_graded", classname="submission", time="0")
    kind = "RejectedSubmission" if rejected else "GraderError"
    outcome = SubElement(case, "failure" if rejected else "error", message=one_line(reason), type=kind)
    outcome.text = printable(reason)
    _close(suite, "")


def _submission_properties(result: SubmissionResult) -> list[tuple[str, str]]:
    return [
        ("student", result.student),
        ("status", result.status),
        ("sandbox", result.sandbox),
        *(("note", note) for note in result.notes),
    ]


def _suite(
    root: Element,
    number: int,
    name: str,
    properties: Iterable[tuple[str, str]],
    seconds: float,
    **counts: int,
) -> Element:
    attributes = {
        "name": name,
        "package": "gaussfit",
        "id": str(number),
        "hostname": "localhost",
        "timestamp": TIMESTAMP,
        "time": f"{seconds:.3f}",
    }
    suite = SubElement(root, "testsuite", attributes | {key: str(count) for key, count in counts.items()})
    listed = SubElement(suite, "properties")
    for key, value in properties:
        SubElement(listed, "property", name=key, value=one_line(value))
    return suite


def _add_properties(root: Element, properties: Iterable[tuple[str, str]]) -> None:
    for listed in root.iter("properties"):
        for key, value in properties:
            SubElement(listed, "property", name=key, value=value)


def _close(suite: Element, output: str) -> None:
    SubElement(suite, "system-out").text = printable(output)
    SubElement(suite, "system-err")
