"""What this machine has for grading, what it lacks, and what to type for that."""

from grader.doctor.machine import Machine, look
from grader.doctor.remedies import Remedy, remedies
from grader.doctor.telling import lines, to_json

__all__ = ["Machine", "Remedy", "lines", "look", "remedies", "to_json"]
