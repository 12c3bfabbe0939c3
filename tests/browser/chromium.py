"""Find a Chromium for the browser tests, or install one.

python -m tests.browser.chromium        # prints its path; installs it when there is none
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find():
    """The path of a Chromium, or None: the variable CHROMIUM, then the PATH, then macOS's, then playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named and not Path(named).exists():
        raise FileNotFoundError(f"CHROMIUM says {named}, and there is no such file")
    installed = [named, *map(shutil.which, NAMES), str(MAC) if MAC.exists() else None]
    return next(filter(None, installed), None) or playwrights_own()


def playwrights_own():
    """The path of the Chromium that playwright has downloaded, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install():
    """Install a Chromium: with apt where that is possible, else playwright's.  Returns its path."""
    become_root = [] if not hasattr(os, "geteuid") or os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not become_root or shutil.which("sudo")):
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run([*become_root, "apt-get", *arguments], check=False)
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find()


if __name__ == "__main__":
    path = find() or install()
    if path is None:
        sys.exit("No Chromium was found or could be installed; set CHROMIUM to the path of one.")
    print(path)
