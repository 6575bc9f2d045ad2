"""A course from day to day: making it, grading a class, one file, its terms and its standing."""
