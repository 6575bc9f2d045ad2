"""`python -m gaussfit` is the command `gaussfit`, for a shell that doesn't find it."""

from grader.cli import main

if __name__ == "__main__":
    main()
