"""Moves a student's submissions to another id, in nbgrader's tables; nbgrader itself has no means for it."""

from __future__ import annotations

from nbgrader.api import Comment, Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook

COPIED = ("first_name", "last_name", "email", "lms_user_id")


def students_with_work(gradebook: Gradebook) -> frozenset[str]:
    """Who has a mark or a comment, in whatever assignment. An extension alone is no work."""
    graded = (
        gradebook.db.query(SubmittedAssignment.student_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .filter(Grade.auto_score.is_not(None) | Grade.manual_score.is_not(None))
    )
    commented = (
        gradebook.db.query(SubmittedAssignment.student_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Comment, Comment.notebook_id == SubmittedNotebook.id)
        .filter(Comment.manual_comment.is_not(None))
    )
    return frozenset(str(student) for (student,) in (*graded, *commented))


def move_student(gradebook: Gradebook, old: str, new: str, *, are_two: bool = False) -> bool:
    """Give all submissions of `old` to `new`, and end `old`; the caller commits. Returns whether there was anything.

    What the gradebook has of `new` stands (names, an extension); what it lacks comes from `old`. Where they `are_two`
    students, `old` stays, with names and all.
    """
    before = gradebook.db.get(Student, old)
    if before is None:
        return False
    after = gradebook.db.get(Student, new)
    if after is None:
        after = Student(id=new)
        gradebook.db.add(after)
    for name in () if are_two else COPIED:
        if not getattr(after, name):
            setattr(after, name, getattr(before, name))
    placeholders = {submission.assignment_id: submission for submission in after.submissions}
    for submission in list(before.submissions):
        placeholder = placeholders.get(submission.assignment_id)
        if placeholder is not None:
            submission.extension = placeholder.extension or submission.extension
            _delete(gradebook, placeholder)
        submission.student = after
    gradebook.db.flush()
    if not are_two:
        gradebook.db.delete(before)
    return True


def _delete(gradebook: Gradebook, placeholder: SubmittedAssignment) -> None:
    """A submission without work, with its rows: an assignment has one of each student."""
    for notebook in list(placeholder.notebooks):
        for row in [*notebook.grades, *notebook.comments]:
            gradebook.db.delete(row)
        gradebook.db.delete(notebook)
    gradebook.db.delete(placeholder)
    gradebook.db.flush()
