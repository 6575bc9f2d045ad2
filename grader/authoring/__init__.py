"""From a lesson's text and a package's source to the instructor's and the students' notebook."""
