"""What of the grader is kept from student code."""

OURS = ("grader", "gaussfit", "nbgrader", "__editable__", "landlock", "pyseccomp", "_pytest", "pytest")
"""Beginnings of the names of modules that leave `sys.modules` in the child."""
PACKAGE_FOLDERS = ("site-packages", "dist-packages")
"""What a folder is called into which packages are installed."""
