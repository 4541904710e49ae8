"""A PostgreSQL of our own for as long as the peer is measured: never the machine's."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.local.processes import Child, StartFailed, start, stop

_DEBIAN = Path("/usr/lib/postgresql")
_PATIENCE_SECONDS = 20.0


@contextmanager
def private_cluster(logs: Path) -> Iterator[str]:
    """The URL of an empty database, reached by a socket in a folder that goes away with it.
    Raises `StartFailed` when the machine has no PostgreSQL."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="hypertroq-pg-", ignore_cleanup_errors=True) as folder:
        user = _unprivileged(Path(folder))
        data = Path(folder) / "data"
        subprocess.run(
            [*user, programs / "initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8"],
            check=True,
            capture_output=True,
            cwd=folder,
        )
        server = start(
            "postgres",
            [*user, programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses="],
            logs,
        )
        try:
            _wait(programs / "pg_isready", folder, server)
            yield f"postgresql+asyncpg://bench@/postgres?host={folder}"
        finally:
            stop([server])


def _programs() -> Path:
    """The folder of its programs: the one on the PATH, else Debian's newest."""
    own = shutil.which("initdb")
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda found: float(found.parts[-3]))
    found = [*versions, *([Path(own).resolve()] if own else [])]
    if not found:
        raise StartFailed("PostgreSQL is missing: `apt-get install postgresql`")
    return found[-1].parent


def _wait(is_ready: Path, folder: str, server: Child) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while subprocess.run([is_ready, "-q", "-h", folder], check=False).returncode != 0:
        if server.ended or time.monotonic() > until:
            raise StartFailed(f"PostgreSQL does not start; its words are in {server.log}")
        time.sleep(0.1)


def _unprivileged(folder: Path) -> list[str | Path]:
    """What to put before a command so that it does not run as root, which PostgreSQL refuses."""
    if os.getuid() != 0:
        return []
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        account = pwd.getpwnam("nobody")
    os.chown(folder, account.pw_uid, account.pw_gid)
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise StartFailed("As root the peer needs setpriv: `apt-get install util-linux`")
    uid, gid = f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"
    # A change of user forgets the wish to die with the parent; it is made again here.
    return [setpriv, uid, gid, "--clear-groups", "--pdeathsig=TERM", "--"]
