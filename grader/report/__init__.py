"""The class report: one HTML page and a CSV table, from the stored results and nbgrader's gradebook."""

from __future__ import annotations

from grader.report.collect import class_report
from grader.report.page import report_html
from grader.report.table import report_csv

__all__ = ["class_report", "report_csv", "report_html"]
