"""A Jupyter server and Chromium to open and run notebooks with: for the browser tests and the timing of the sliders."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

PATIENCE = 120_000
"""Milliseconds that anything may take: machines that run these tests can be busy."""

CHROMIUM_OPTIONS = (
    "--no-sandbox",  # containers run as root, where Chromium's own sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False}
"""JupyterLab asks each new user whether it may fetch news; the question would lie over the notebook."""


@dataclass(frozen=True)
class Server:
    """A running Jupyter server: JupyterLab, Notebook 7 and formgrader are three of its pages."""

    url: str
    token: str
    pid: int

    def page(self, path: str) -> str:
        """Return the address of one of the server's pages, with the token that opens it."""
        return f"{self.url}{path}?token={self.token}"


def chromium_path() -> str | None:
    """Return where Chromium or Chrome is, or None; the environment variable CHROMIUM goes first."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if name and (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine, without a window. Raises FileNotFoundError if there is none."""
    path = chromium_path()
    if path is None:
        raise FileNotFoundError("Chromium is missing: install it, or name it in the variable CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_OPTIONS])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def jupyter_server(folder: Path, home: Path) -> Iterator[Server]:
    """Serve `folder` on a free port of this machine; what Jupyter keeps of its own goes under `home`."""
    token = secrets.token_hex(16)
    environment = {**os.environ, **homes(home), "JUPYTER_TOKEN": token}
    options = [
        f"--ServerApp.root_dir={folder}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={free_port()}",
    ]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", *options]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            yield Server(address(process, home), token, process.pid)
        finally:
            process.terminate()  # the server then ends its kernels
            process.wait(60)


def homes(home: Path) -> dict[str, str]:
    """Return where Jupyter is to keep its own files, so that no user's settings matter; write our settings there."""
    settings = home / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(NO_NEWS), encoding="utf-8")
    names = {"CONFIG_DIR": "config", "RUNTIME_DIR": "runtime", "DATA_DIR": "data"}
    own = {f"JUPYTER_{name}": str(home / folder) for name, folder in names.items()}
    return {
        **own,
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }


def free_port() -> int:
    """Return a port that is free now. Should it be taken a moment later, the server looks for another one."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    return port


def address(process: subprocess.Popen[bytes], home: Path) -> str:
    """Wait until the server says where it is; return that."""
    told = home / "runtime" / f"jpserver-{process.pid}.json"
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline and process.poll() is None:
        if told.exists() and (text := told.read_text(encoding="utf-8")).endswith("}"):
            return f"http://127.0.0.1:{json.loads(text)['port']}/"
        time.sleep(0.2)
    last = (home / "server.log").read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"The Jupyter server did not start; it last said:\n{last}")


FRONT_ENDS = {"JupyterLab": "lab/workspaces/{stem}/tree/{name}", "Notebook": "notebooks/{name}"}
"""Where each front-end opens a notebook. JupyterLab opens again what a workspace had open: so one for each."""


def open_notebook(browser: Browser, server: Server, front_end: str, name: str) -> Page:
    """Open a notebook, run all of its cells and wait until the last one has run."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(PATIENCE)
    page.goto(server.page(FRONT_ENDS[front_end].format(name=name, stem=Path(name).stem)))
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    wait_until_idle(page)
    wait_for_kernel(page, server, name)
    run_all(page)
    return page


def wait_for_kernel(page: Page, server: Server, name: str) -> None:
    """Wait until the server says that the kernel of a notebook is there: pages show it as idle before that."""
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        for session in page.request.get(server.page("api/sessions")).json():
            if session["path"] == name and session["kernel"]["execution_state"] == "idle":
                return
        page.wait_for_timeout(200)
    raise TimeoutError(f"The kernel of {name} did not start.")


def run_all(page: Page) -> None:
    """Run all cells from the menu and wait until the last one has run."""
    menu(page, "Run", "Run All Cells")
    try:
        page.wait_for_function(HAVE_RUN.format(wanted=r"/\d|\*/.test(prompts[0])"), timeout=10_000)
    except PlaywrightTimeout:  # a page whose connection to the kernel was just being made forgets the cells
        menu(page, "Run", "Run All Cells")
    wait_for_all_cells(page)


def wait_for_all_cells(page: Page) -> None:
    """Wait until the last cell has run."""
    page.wait_for_function(
        HAVE_RUN.format(wanted=r"/\d/.test(prompts.at(-1)) && !prompts.join().includes('*')")
    )
    wait_until_idle(page)


HAVE_RUN = """() => {{
    const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map(each => each.textContent);
    return prompts.length > 0 && {wanted};
}}"""


def wait_until_idle(page: Page) -> None:
    """Wait until the kernel has nothing to do."""
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first.wait_for()


def menu(page: Page, name: str, item: str) -> None:
    """Choose from a menu of JupyterLab or Notebook."""
    page.locator(".lm-MenuBar-itemLabel", has_text=name).first.click()
    page.locator(".lm-Menu-itemLabel", has_text=item).first.click()
