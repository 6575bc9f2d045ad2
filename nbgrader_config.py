"""nbgrader's configuration of this course: submissions are marked by gaussfit's hidden checks."""

from grader.gradebook.config import configure

c = get_config()  # noqa: F821  # nbgrader defines it
configure(c)
c.CourseDirectory.course_id = "gaussfit"
