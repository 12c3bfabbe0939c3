"""The notebooks as they are in a real JupyterLab: Run All, and the live figure answers."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

BOOK = Path(__file__).parents[2] / "book"
PATIENCE = 120_000  # ms; a kernel starts in two or three seconds on a free machine
OPTIONS = [
    "--no-browser", "--allow-root", "--IdentityProvider.token=", "--ServerApp.port_retries=0",
    "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]  # fmt: skip


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, server, seconds=60):
    for _ in range(seconds * 5):
        assert server.poll() is None, "JupyterLab ended before it answered"
        try:
            return urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {address} within {seconds} seconds")


@pytest.fixture
def lab(tmp_path):
    """JupyterLab on a copy of the notebooks, with settings of its own; its address."""
    notebooks = tmp_path / "book"
    shutil.copytree(BOOK, notebooks)
    folders = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    port = free_port()
    command = [sys.executable, "-m", "jupyterlab", f"--port={port}", f"--ServerApp.root_dir={notebooks}", *OPTIONS]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, env=os.environ | folders, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/api", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def test_run_all_in_jupyterlab_and_the_figure_answers(lab, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{lab}/lab/tree/training-loop.ipynb")
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(page.get_by_text("Python 3 (ipykernel) | Busy")).to_be_visible(timeout=PATIENCE)
    figure = page.locator(".jp-OutputArea-output:has(.nn-view)").first
    boundary = figure.locator(".boundary")
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=PATIENCE)
    # only the cells in sight exist
    page.locator(".jp-WindowedPanel-outer").evaluate("notebook => notebook.scrollTo(0, 0)")
    expect(boundary).to_be_attached(timeout=PATIENCE)
    before = boundary.get_attribute("d")
    figure.locator(".noUi-handle").first.focus()
    for _ in range(16):
        page.keyboard.press("ArrowRight")
    expect(figure).to_contain_text("2.00")
    expect(figure).to_contain_text("before", timeout=PATIENCE)  # retrained: the old loss is now the ghost
    expect(boundary).to_have_attribute("d", before)  # at epoch 0 both runs begin alike
    figure.get_by_role("slider").last.focus()
    page.keyboard.press("End")
    expect(boundary).not_to_have_attribute("d", before)
    assert page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    page.close()
