"""The `gaussfit` command. Each command is a module; each imports what it needs only when it runs."""

from __future__ import annotations

import sys

from gaussfit.errors import GaussfitError
from grader.cli import app as application
from grader.cli import (  # noqa: F401  # registers the commands
    check,
    collect,
    course,
    doctor,
    explain,
    export,
    extend,
    grade,
    report,
    returning,
    status,
    students,
    watch,
)
from grader.errors import GraderError, UsageError
from grader.render.plain import printable


def main() -> None:
    """Run the command line; errors become one sentence on stderr and exit status 1 or 2."""
    # jsonschema, which nbformat imports, builds 39 grammars of web addresses with this, for a second, to check what
    # no notebook holds. It does without where the package is not installed, and so it does here.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    try:
        application.app()
    except (GraderError, GaussfitError) as error:
        if application.debugging():
            raise
        print(printable(f"gaussfit: {error}"), file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except KeyboardInterrupt:
        print("gaussfit: stopped; what is graded is kept, run the command again to go on.", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        if application.debugging():
            raise
        what = f"{type(error).__name__}: {error}".rstrip(": ")
        told = f"gaussfit: internal error ({what}); run again with --debug and report it."
        print(printable(told), file=sys.stderr)
        sys.exit(1)


__all__ = ["main"]
