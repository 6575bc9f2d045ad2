from __future__ import annotations

from pathlib import Path

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped, TestSuite

from grader.provenance import Provenance
from grader.render.context import Context
from grader.render.junit import render_junit
from grader.results import SubmissionResult

SCHEMAS = ("junit-ant.xsd", "junit-jenkins.xsd")


def suites(result: SubmissionResult) -> list[TestSuite]:
    return list(JUnitXml.fromstring(render_junit(result).encode()))


@pytest.fixture(scope="module", params=SCHEMAS)
def schema(request: pytest.FixtureRequest) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(Path(__file__).with_name(request.param))


def test_each_check_is_a_test_case_in_the_suite_of_its_question(graded: SubmissionResult) -> None:
    found = {suite.name: [case.name for case in suite] for suite in suites(graded)}
    assert found == {question.id: [check.title for check in question.checks] for question in graded.questions}


def test_suites_carry_the_time_of_the_run_and_the_versions(graded: SubmissionResult) -> None:
    made: Provenance = {
        "gaussfit": "1.2",
        "time": "2026-03-04T05:06:07+00:00",
        "checks": "abc",
        "walls": ["seccomp"],
    }
    suite = next(iter(JUnitXml.fromstring(render_junit(graded, Context(provenance=made)).encode())))
    assert suite.timestamp == "2026-03-04T05:06:07"
    properties = {item.name: item.value for item in suite.properties()}
    assert (properties["gaussfit"], properties["checks"], properties["walls"]) == ("1.2", "abc", "seccomp")


def test_points_are_properties_of_the_suite(graded: SubmissionResult) -> None:
    properties = {item.name: item.value for item in suites(graded)[0].properties()}
    assert float(properties["score"]) == 2.5
    assert float(properties["max_score"]) == 10.0
    assert float(properties["test_returns_numbers.points"]) == 2.5
    assert float(properties["test_mean.points"]) == 0.0
    assert float(properties["test_mean.max_points"]) == 2.5
    assert properties["misconceptions"] == "missing-half"


def test_each_status_has_its_outcome(graded: SubmissionResult) -> None:
    titles = {check.title: check.id for check in graded.questions[0].checks}
    outcomes = {titles[case.name]: case.result for case in suites(graded)[0]}
    assert outcomes["test_returns_numbers"] == []
    assert isinstance(outcomes["test_mean"][0], Failure)
    assert outcomes["test_mean"][0].message == "Subtract Mean first."
    assert isinstance(outcomes["test_scale"][0], Error)
    assert outcomes["test_large"][0].type == "Timeout"
    assert isinstance(outcomes["test_exact"][0], Skipped)


def test_counts_are_those_of_the_cases(graded: SubmissionResult) -> None:
    suite = suites(graded)[0]
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (5, 1, 2, 1)
    before = (suite.tests, suite.failures, suite.errors, suite.skipped)
    suite.update_statistics()
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == before


def test_the_seconds_of_the_submission_are_the_sum(graded: SubmissionResult) -> None:
    assert sum(suite.time for suite in suites(graded)) == pytest.approx(0.21)


def test_a_rejected_file_is_a_failure_and_a_failed_grader_an_error(
    rejected: SubmissionResult, broke: SubmissionResult
) -> None:
    assert isinstance(next(iter(suites(rejected)[0])).result[0], Failure)
    assert isinstance(next(iter(suites(broke)[0])).result[0], Error)


def test_results_are_valid(
    schema: xmlschema.XMLSchema,
    graded: SubmissionResult,
    rejected: SubmissionResult,
    broke: SubmissionResult,
) -> None:
    for result in (graded, rejected, broke):
        schema.validate(render_junit(result))


def test_the_schemas_refuse_what_is_no_junit(schema: xmlschema.XMLSchema, graded: SubmissionResult) -> None:
    broken = render_junit(graded).replace("<system-out>", "<stdout>").replace("</system-out>", "</stdout>")
    assert not schema.is_valid(broken)


def test_hostile_text_stays_text(hostile_results: st.SearchStrategy) -> None:
    schemas = [xmlschema.XMLSchema(Path(__file__).with_name(name)) for name in SCHEMAS]

    @settings(max_examples=40)
    @given(hostile_results)
    def check(result: SubmissionResult) -> None:
        text = render_junit(result)
        for each in schemas:
            each.validate(text)
        cases = [case for suite in JUnitXml.fromstring(text.encode()) for case in suite]
        expected = sum(len(question.checks) for question in result.questions)
        assert len(cases) == expected + (result.status != "graded")

    check()
