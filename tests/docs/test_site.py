"""The site has every page, its commands' page says what `--help` says, and nothing in its settings goes to the network.

`make docs` builds the whole with warnings as errors, which `.ci/run` does: it takes too long for every test run.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SITE = ROOT / "docs" / "site"
CONTENTS = (SITE / "contents.md").read_text(encoding="utf-8")
CONF = (SITE / "conf.py").read_text(encoding="utf-8")

spec = importlib.util.spec_from_file_location("offline", SITE / "offline.py")
assert spec is not None
assert spec.loader is not None
offline = importlib.util.module_from_spec(spec)
spec.loader.exec_module(offline)


def listed() -> list[str]:
    """The pages in the contents, as files."""
    blocks = re.findall(r"```\{toctree\}\n(.*?)```", CONTENTS, flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [f"{line}.md" for line in lines if line and not line.startswith(":")]


def test_every_page_is_in_the_contents_once() -> None:
    pages = [
        *(ROOT.glob("docs/*.md")),
        *(ROOT.glob("docs/reference/*.md")),
        *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md")),
    ]
    assert sorted(listed()) == sorted(page.relative_to(ROOT).as_posix() for page in pages)


def test_the_page_of_the_commands_says_what_their_help_says() -> None:
    command = [sys.executable, SITE / "commands.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, f"write it with `python docs/site/commands.py`: {done.stderr}"


def documented() -> list[tuple[str, str]]:
    """Each module of the reference's pages, with each member that they name."""
    found = []
    for page in ROOT.glob("docs/reference/*.md"):
        text = page.read_text(encoding="utf-8")
        for module, members in re.findall(r"automodule:: (\S+)\n(?:   :members: (.*)\n)?", text):
            found += [(module, name.strip()) for name in members.split(",")]
    return found


@pytest.mark.parametrize(("module", "member"), documented())
def test_what_the_reference_names_is_there_and_has_a_docstring(module: str, member: str) -> None:
    about = importlib.import_module(module)
    assert about.__doc__
    assert not member or getattr(about, member).__doc__


def test_the_faces_of_the_package_are_in_the_reference() -> None:
    import gaussfit

    shown = {module for module, _ in documented()}
    homes = {
        getattr(gaussfit, name).__module__ for name in gaussfit.__all__ if callable(getattr(gaussfit, name))
    }
    assert homes <= shown
    assert {"grader.exercise", "grader.checking.declaring", "grader.results", "grader.errors"} <= shown


def test_formulas_need_no_script() -> None:
    """Sphinx's own would fetch MathJax."""
    assert 'html_math_renderer = "mathml"' in CONF


def test_what_a_page_would_fetch_fails_the_build(tmp_path: Path) -> None:
    assert '"build-finished", check_offline' in CONF
    (tmp_path / "a.html").write_text(
        '<a href="https://a.example"></a><img src="b.png"><script async src="https://b.example/x.js"></script>'
        '<link rel="stylesheet" href="//c.example/x.css">',
        encoding="utf-8",
    )
    (tmp_path / "a.css").write_text("p { background: url(https://d.example/x.png) }", encoding="utf-8")
    assert offline.fetched(tmp_path) == [
        "a.html: https://b.example/x.js",
        "a.html: //c.example/x.css",
        "a.css: https://d.example/x.png",
    ]


def test_make_docs_is_strict_and_ci_runs_it() -> None:
    recipe = re.search(
        r"^docs:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert recipe is not None
    assert re.search(r"-m sphinx .*-W ", recipe[1])
    assert "\nmake docs\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower()
    assert all(f"\n{re.split('[>=]', each)[0]}==" in pinned for each in extras["docs"])
