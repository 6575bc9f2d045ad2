"""The template repositories, and the shell steps of their workflows run in order in a clean folder."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from junitparser import JUnitXml

import gaussfit.density
import gaussfit.drawing
from grader.course import Course
from grader.errors import UsageError
from grader.export import Platform
from grader.export.handout import handout
from grader.export.repository import RECORD, write_repository
from grader.export.wheel import write_wheel
from grader.loading import load_exercise
from grader.seed import course_seed

Shell = Callable[..., Any]
SEED = "a seed that only this test knows"
PLATFORMS: tuple[Platform, ...] = ("github", "gitlab")


@pytest.fixture
def template(tmp_path: Path, course: Course) -> Callable[..., Path]:
    def write(platform: Platform, secrets: bool = False) -> Path:
        write_repository(tmp_path / "repository", platform, handout(course.root), "locked", secrets=secrets)
        return tmp_path / "repository"

    return write


def github_steps(repository: Path) -> list[dict[str, Any]]:
    workflow = yaml.safe_load((repository / ".github/workflows/grade.yml").read_text(encoding="utf-8"))
    steps: list[dict[str, Any]] = workflow["jobs"]["grade"]["steps"]
    return steps


def substituted(text: str, secrets: dict[str, str]) -> str:
    """GitHub's expressions, as far as the workflow uses them."""
    text = re.sub(r"\$\{\{ (?:secrets|vars)\.(\w+) \}\}", lambda match: secrets.get(match[1], ""), text)
    text = re.sub(r"\$\{\{ vars\.\w+ \|\| '(.*?)' \}\}", r"\1", text)
    assert "${{" not in text
    return text


def run_on_github(repository: Path, shell: Shell, path: Path, secrets: dict[str, str]) -> tuple[bool, str]:
    """The steps in order, each in a `bash -e` of its own; after a failure only those with a condition."""
    good, log = True, ""
    for step in github_steps(repository):
        if "run" not in step or not (good or step.get("if") == "${{ !cancelled() }}"):
            continue
        variables = {name: substituted(value, secrets) for name, value in step.get("env", {}).items()}
        variables |= {
            "GITHUB_STEP_SUMMARY": str(repository.parent / "summary.md"),
            "GITHUB_REPOSITORY": "school/s001",
        }
        elsewhere = step.get("working-directory", "")
        assert elsewhere in ("", "${{ runner.temp }}")
        folder = repository.parent / "runner-temp" if elsewhere else repository
        folder.mkdir(exist_ok=True)
        ran = shell("bash", "-e", "-c", step["run"], cwd=folder, path=path, **variables)
        log += ran.stdout + ran.stderr
        good = good and ran.returncode == 0
    return good, log


def run_on_gitlab(repository: Path, shell: Shell, path: Path, secrets: dict[str, str]) -> tuple[bool, str]:
    """All lines in one shell that stops at the first failure, as the runner does."""
    job = yaml.safe_load((repository / ".gitlab-ci.yml").read_text(encoding="utf-8"))["grade"]
    script = "\n".join(["set -eo pipefail", *job["before_script"], *job["script"]])
    variables = job["variables"] | secrets | {"CI_PROJECT_PATH": "school/s001"}
    variables["CI_PROJECT_DIR"] = str(repository)
    ran = shell("bash", "-c", script, cwd=repository, path=path, **variables)
    return ran.returncode == 0, ran.stdout + ran.stderr


RUN = {"github": run_on_github, "gitlab": run_on_gitlab}


def pushed(
    platform: Platform, repository: Path, notebook: bytes, shell: Shell, path: Path
) -> tuple[bool, str]:
    """What comes of a push of this notebook, with the grader as a wheel and a seed of the test's."""
    wheel = write_wheel(repository.parent / "wheel")
    (repository / "gaussian-density.ipynb").write_bytes(notebook)
    return RUN[platform](repository, shell, path, {"GAUSSFIT_SEED": SEED, "GAUSSFIT_SOURCE": str(wheel)})


@pytest.mark.parametrize(("platform", "secrets"), [("github", False), ("github", True), ("gitlab", False)])
def test_the_steps_grade_a_push_in_a_clean_folder(
    platform: Platform,
    secrets: bool,
    template: Callable[..., Path],
    environment: Callable[[Path], Path],
    shell: Shell,
    submissions: dict[str, bytes],
    tmp_path: Path,
) -> None:
    repository = template(platform, secrets)
    good, log = pushed(platform, repository, submissions["wrong"], shell, environment(tmp_path / "venv"))
    assert good, log
    result = json.loads((repository / "marks" / "result.json").read_text(encoding="utf-8"))
    assert (result["student"], result["status"], result["sandbox"]) == ("school/s001", "graded", "locked")
    assert "missing-half" in result["questions"][0]["misconceptions"]
    assert len(JUnitXml.fromfile(str(repository / "marks" / "junit.xml"))) == 3
    assert "school/s001: graded" in log  # people read it in the job's log
    assert SEED not in log
    if platform == "github":
        assert "## Marks of school/s001" in (tmp_path / "summary.md").read_text(encoding="utf-8")


PLANTED = (
    *("pip.py", "conftest.py", "sitecustomize.py", "usercustomize.py", "torch.py", "random.py", "struct.py"),
    *("gaussfit/__init__.py", "grader/__init__.py", "pip/__init__.py", "encodings.py"),
)
OTHERS = {
    "evil.pth": "import os; open({canary!r}, 'a').write('pth ')\n",
    "pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = 'pip'\nbackend-path = ['.']\n",
    "setup.cfg": "[install]\nprefix = /nowhere\n",
    "pip.conf": "[global]\nindex-url = http://127.0.0.1:9/\n",
    "pytest.ini": "[pytest]\naddopts = -p conftest\n",
    "Makefile": "all:\n\techo make >> {canary}\n",
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nothing_that_a_student_commits_runs_beside_the_lock(
    platform: Platform,
    template: Callable[..., Path],
    environment: Callable[[Path], Path],
    shell: Shell,
    submissions: dict[str, bytes],
    tmp_path: Path,
) -> None:
    repository, canary = template(platform), str(tmp_path / "canary")
    for name in PLANTED:
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text(f"open({canary!r}, 'a').write({name!r} + ' ')\nraise SystemExit(3)\n")
    for name, text in OTHERS.items():
        (repository / name).write_text(text.format(canary=canary))
    good, log = pushed(platform, repository, submissions["wrong"], shell, environment(tmp_path / "venv"))
    assert not Path(canary).exists(), Path(canary).read_text()
    assert good, log
    result = json.loads((repository / "marks" / "result.json").read_text(encoding="utf-8"))
    assert (result["status"], result["score"]) == ("graded", 27.0)


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_marks_that_a_student_commits_are_nobodys(
    platform: Platform, linked: bool, template: Callable[..., Path], shell: Shell, tmp_path: Path
) -> None:
    """They were shown, and kept as the job's, wherever the grader did not come to write its own."""
    repository = template(platform)
    forged = tmp_path / "forged" if linked else repository / "marks"
    forged.mkdir()
    for name in ("summary.md", "log.txt", "result.json", "junit.xml"):
        (forged / name).write_text("30 of 30 points")
    if linked:
        (repository / "marks").symlink_to(forged)
    good, log = RUN[platform](repository, shell, tmp_path, {})
    assert not good
    assert not (repository / "marks").exists()
    shown = tmp_path / "summary.md"
    assert "30 of 30" not in log + (shown.read_text() if shown.exists() else "")
    assert len(list(tmp_path.glob("forged/*"))) == 4 * linked


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_missing_secret_stops_the_job_and_is_named(
    platform: Platform, template: Callable[..., Path], shell: Shell, tmp_path: Path
) -> None:
    good, log = RUN[platform](template(platform, True), shell, tmp_path, {"GAUSSFIT_SOURCE": "x"})
    assert not good
    assert "GAUSSFIT_SEED is missing" in log


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_missing_grader_stops_the_job_and_is_named(
    platform: Platform, template: Callable[..., Path], shell: Shell, tmp_path: Path
) -> None:
    good, log = RUN[platform](template(platform), shell, tmp_path, {})
    assert not good
    assert "GAUSSFIT_SOURCE is missing" in log


def whole(job: Any) -> str:
    return json.dumps(job).casefold()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_workflow_that_a_student_can_change_is_given_no_secret(
    platform: Platform, template: Callable[..., Path], tmp_path: Path
) -> None:
    """Whoever pushes may write any workflow, and have it print what the job is given."""
    path = (
        template(platform) / {"github": ".github/workflows/grade.yml", "gitlab": ".gitlab-ci.yml"}[platform]
    )
    told = whole(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert "gaussfit_seed" not in told
    assert not re.search(r"\$\{\{[^}]*(secrets|token)", told)
    write_repository(tmp_path / "asked", platform, handout(None), "locked", secrets=True)
    asked = tmp_path / "asked" / path.relative_to(tmp_path / "repository")
    assert "gaussfit_seed" in whole(yaml.safe_load(asked.read_text(encoding="utf-8")))  # so the test can fail


def test_the_readme_says_whether_the_marks_count(template: Callable[..., Path], tmp_path: Path) -> None:
    assert "These marks are a trial" in (template("github") / "README.md").read_text(encoding="utf-8")
    write_repository(tmp_path / "asked", "github", handout(None), "locked", secrets=True)
    assert "a trial" not in (tmp_path / "asked" / "README.md").read_text(encoding="utf-8")


def statements(source: str) -> set[str]:
    """The lines inside functions that do something: without docstrings, which the lesson shows to students too."""
    found: set[str] = set()
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, ast.FunctionDef):
            body = function.body[1:] if ast.get_docstring(function) else function.body
            found |= {line.strip() for part in body for line in ast.unparse(part).splitlines()}
    return {line for line in found if len(line) > 30}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_template_holds_neither_checks_nor_reference_nor_seed(
    platform: Platform, template: Callable[..., Path], course: Course
) -> None:
    repository = template(platform)
    files = [path for path in repository.rglob("*") if path.is_file()]
    workflow = {"github": ".github/workflows/grade.yml", "gitlab": ".gitlab-ci.yml"}[platform]
    names = {path.relative_to(repository).as_posix() for path in files}
    assert names == {"gaussian-density.ipynb", "README.md", ".gitignore", RECORD, workflow}
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    assert not any(course_seed(course) in text for text in texts.values())
    # The notebook is the release and nothing else, which is the subject of a test of its own.
    text = "\n".join(text for name, text in texts.items() if name != "gaussian-density.ipynb")
    sources = Path(inspect.getfile(gaussfit.density)).parents[1] / "grader" / "exercises"
    hidden = [path.read_text(encoding="utf-8") for path in sources.rglob("check_*.py")]
    assert hidden
    hidden += [
        inspect.getsource(gaussfit.density.gaussian_nll),
        inspect.getsource(gaussfit.drawing.draw_density),
    ]
    code = {line for source in hidden for line in statements(source)}
    assert len(code) > 100
    leaked = {line for line in code if line in text}
    assert leaked == set()


def test_the_students_notebook_is_the_release_of_the_course(
    template: Callable[..., Path], course: Course
) -> None:
    notebook = template("github") / "gaussian-density.ipynb"
    assert notebook.read_bytes() == course.release_path.read_bytes()


def test_the_workflow_needs_no_more_than_to_read(template: Callable[..., Path]) -> None:
    text = (template("github") / ".github/workflows/grade.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    # An expression inside a script would run whatever it stands for; it may only become a variable.
    assert not any("${{" in step.get("run", "") for step in github_steps(template("github")))


def test_other_content_is_not_overwritten(template: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    (tmp_path / "repository" / "README.md").write_text("mine\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"README\.md is there already with other content"):
        template("github")
    assert [path.name for path in (tmp_path / "repository").iterdir()] == ["README.md"]


def test_writing_again_renews_what_nobody_edited_and_keeps_the_rest(tmp_path: Path, course: Course) -> None:
    folder = tmp_path / "repository"
    write_repository(folder, "github", handout(course.root), "locked")
    (folder / "README.md").write_text("mine\n", encoding="utf-8")
    written = write_repository(folder, "github", handout(course.root), "process", "school/gauss")
    assert [path.name for path in written.edited] == ["README.md"]
    assert (folder / "README.md").read_text(encoding="utf-8") == "mine\n"
    assert "school/gauss/blob/main/gaussian-density.ipynb" in (folder / "README.md.new").read_text("utf-8")
    assert "--sandbox process" in (folder / ".github" / "workflows" / "grade.yml").read_text("utf-8")
    again = write_repository(folder, "github", handout(course.root), "process", "school/gauss")
    assert again.edited == written.edited


def test_an_address_that_is_none_is_refused(tmp_path: Path, course: Course) -> None:
    with pytest.raises(UsageError, match="--repository is OWNER/NAME"):
        write_repository(tmp_path, "github", handout(course.root), "locked", "a b](http://evil)")


def test_the_readme_follows_the_notebook(template: Callable[..., Path]) -> None:
    """The questions in its order, the packages that it asks for, and the way to Colab."""
    repository = template("github")
    readme = (repository / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\d\. (.*) \(", readme, flags=re.MULTILINE)
    notebook = json.loads((repository / "gaussian-density.ipynb").read_text(encoding="utf-8"))
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in notebook["cells"]]
    questions = sorted(load_exercise().questions, key=lambda question: names.index(question.id))
    assert listed == [question.about for question in questions]
    assert "`numpy`, `torch`, `matplotlib` and `ipywidgets`" in readme
    assert "(https://colab.research.google.com/github/)" in readme


def test_only_majors_that_were_looked_up_are_used(template: Callable[..., Path]) -> None:
    """Released in June, July and by March 2026 (actions/checkout#2468, setup-python 7.0.0, upload-artifact#776)."""
    used = [step["uses"] for step in github_steps(template("github")) if "uses" in step]
    assert used == ["actions/checkout@v7", "actions/setup-python@v7", "actions/upload-artifact@v7"]


def test_the_cache_and_the_paths_name_files_of_the_repository(template: Callable[..., Path]) -> None:
    repository = template("github")
    text = (repository / ".github/workflows/grade.yml").read_text(encoding="utf-8")
    triggers = yaml.safe_load(text)[True]  # YAML takes `on` for a truth value
    [setup] = [step for step in github_steps(repository) if "setup-python" in step.get("uses", "")]
    for path in [*triggers["push"]["paths"], setup["with"]["cache-dependency-path"]]:
        assert (repository / path).is_file(), path


@pytest.mark.parametrize("source", ["https://example.org/gaussfit.whl", "git+https://example.org/grader.git"])
def test_git_is_installed_on_gitlab_where_the_source_needs_it(
    source: str, template: Callable[..., Path], tmp_path: Path
) -> None:
    """The slim image has none. The step that installs is run with stand-ins for what it calls."""
    job = yaml.safe_load((template("gitlab") / ".gitlab-ci.yml").read_text(encoding="utf-8"))["grade"]
    [step] = [line for line in job["before_script"] if "apt-get install" in line]
    for name, text in {
        "ldconfig": "echo libseccomp.so.2",
        "apt-get": 'echo "$@"',
        "grep": 'exec /bin/grep "$@"',
    }.items():
        (tmp_path / name).write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    ran = subprocess.run(
        ["/bin/bash", "-c", step],
        env={"PATH": str(tmp_path), "GAUSSFIT_SOURCE": source},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ("git" in ran.stdout.split()) == source.startswith("git+")


def test_scripts_parse(template: Callable[..., Path], shell: Shell, tmp_path: Path) -> None:
    for step in github_steps(template("github")):
        if "run" in step:
            checked = shell("bash", "-n", "-c", step["run"], cwd=tmp_path, path=Path(os.devnull))
            assert checked.returncode == 0, checked.stderr
