"""The walls around a student's code: bubblewrap, and the kernel's limits.

Inside there is Python, NumPy and nnlib, read-only; 32 MB of scratch space in memory; no network, no other process, no
variable of the environment, no right to start a process or a thread. `python -m assignments.sandbox` tries it out,
and installs bubblewrap where it is missing.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import nnlib

HERE = Path(__file__).resolve().parent
NOBODY = 65534
SYSTEM = ("/bin", "/sbin", "/lib", "/lib64", "/usr", "/etc/ld.so.cache", "/etc/alternatives")
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MPLBACKEND": "Agg",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
}


@dataclass(frozen=True)
class Limits:
    """memory in bytes; seconds of processor time for one request and for a process; seconds on the clock, likewise
    for one request and for a whole submission."""

    memory: int = 2 << 30
    cpu: float = 20
    cpu_total: int = 120
    wall: float = 60
    wall_total: float = 240


def find():
    """The path of bubblewrap, or None: the variable BWRAP, then the PATH."""
    named = os.environ.get("BWRAP")
    if named and not Path(named).exists():
        raise FileNotFoundError(f"BWRAP says {named}, and there is no such file")
    return named or shutil.which("bwrap")


def install():
    """Install bubblewrap with apt, where that is possible. Returns its path, or None."""
    become_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not become_root or shutil.which("sudo")):
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "bubblewrap"]):
            subprocess.run([*become_root, "apt-get", *arguments], check=False)
    return find()


def why_not():
    """Why no sandbox can be made here, in words, or None if one can."""
    if not sys.platform.startswith("linux"):
        return f"bubblewrap needs Linux, and this is {sys.platform}"
    if find() is None:
        return "bubblewrap (the program bwrap) is not installed; python -m assignments.sandbox installs it"
    try:
        tried = subprocess.run(command(walls(), "-c", "print(6 * 7)"), capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "bubblewrap did not come back within a minute"
    return None if tried.stdout == "42\n" else f"bubblewrap cannot make a sandbox here: {tried.stderr.strip()}"


def walls():
    """The command line in front of a program that keeps it inside."""
    return as_root() if os.geteuid() == 0 else as_user()


def as_user():
    """For an ordinary user: a user namespace, in which no other can be made."""
    apart = ["--unshare-all", "--unshare-user", "--disable-userns", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    return [find(), *apart, *common(), *tree(""), "--remount-ro", "/", "--chdir", "/tmp", "--"]


def as_root():
    """For root: without a user namespace, since the kernel does not count root's processes in one. The code becomes
    nobody by chroot; who is in a chroot cannot make namespaces."""
    apart = [f"--unshare-{kind}" for kind in ("ipc", "pid", "net", "uts", "cgroup-try")]
    keep = [word for name in ("SETUID", "SETGID", "SYS_CHROOT") for word in ("--cap-add", f"CAP_{name}")]
    jail = [*tree("/jail"), *system("")]
    chroot = [
        shutil.which("chroot", path="/usr/sbin:/usr/bin:/sbin:/bin"),
        f"--userspec={NOBODY}:{NOBODY}",
        "--groups=",
    ]
    return [find(), *apart, *common(), *keep, *jail, "--remount-ro", "/", "--", *chroot, "/jail"]


def common():
    """What both ways share."""
    variables = [word for name, value in ENVIRONMENT.items() for word in ("--setenv", name, value)]
    return ["--clearenv", *variables, "--cap-drop", "ALL", "--new-session", "--die-with-parent"]


def tree(root):
    """The files inside, below `root`: read-only but for /tmp."""
    shown = [*runtime(), *(HERE / name for name in ("worker.py", "wire.py"))]
    parents = {str(p) for path in shown for p in Path(f"{root}{path}").parents if str(p) != "/"}
    words = [word for p in sorted({*parents, f"{root}/tmp"}) for word in ("--perms", "0755", "--dir", p)]
    words += ["--proc", f"{root}/proc", "--dev", f"{root}/dev", "--remount-ro", f"{root}/dev"]
    words += ["--size", str(32 << 20), "--perms", "1777", "--tmpfs", f"{root}/tmp", *system(root)]
    for p in sorted({str(q) for path in shown for q in Path(path).parents if str(q).startswith("/tmp/")}):
        words += ["--perms", "0755", "--dir", f"{root}{p}"]
    return [*words, *(w for path in shown for w in ("--ro-bind", str(path), f"{root}{path}"))]


def runtime():
    """The folders of Python, of its packages, and of nnlib."""
    return dict.fromkeys(map(Path, (sys.base_prefix, sys.prefix, Path(nnlib.__file__).parent)))


def system(root):
    """The system's programs and libraries."""
    words = []
    for path in SYSTEM:
        if os.path.islink(path):
            words += ["--symlink", os.readlink(path), f"{root}{path}"]
        elif os.path.exists(path):
            words += ["--ro-bind", path, f"{root}{path}"]
    return words


def command(inside, *arguments):
    """The command line that runs Python, isolated from its user's settings; `inside` are the walls or nothing."""
    return [*inside, sys.executable, "-I", "-B", *arguments]


def worker(limits, unsafe=False):
    """Start the worker process; its standard input and output are the wire."""
    kernel = {"AS": limits.memory, "CPU": limits.cpu_total, "FSIZE": 16 << 20, "NOFILE": 64, "NPROC": 1, "CORE": 0}
    arguments = [str(HERE / "worker.py"), json.dumps(kernel), str(Path(nnlib.__file__).resolve().parent.parent)]
    return subprocess.Popen(
        command([] if unsafe else walls(), *arguments),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0, cwd="/",
        env=ENVIRONMENT, start_new_session=True,
    )  # fmt: skip


if __name__ == "__main__":
    if sys.platform.startswith("linux") and find() is None:
        install()
    sys.exit(why_not() or 0)
