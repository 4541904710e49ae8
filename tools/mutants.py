"""A mutation check of the weekly volume: does any test notice when a line of it is wrong?

`python -m tools.mutants` works on a copy, with mutmut in an environment of its own, and takes some
minutes. What survives is listed; each is a test that is missing, or a change that changes nothing.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from tools.manifest import ROOT

_MUTMUT = "mutmut==3.8.1"
_PLACE = ROOT / "build" / "mutants"
_MUTATED = ("volume", "figures", "replay", "targets", "credit")
_BESIDE = ("catalogue", "errors", "exercises", "muscles", "programs")
_TESTS = ("oracles", "plan_json", "published", "strategies", *(f"test_{one}" for one in _MUTATED))
_CONFTEST = """\
from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutants", deadline=None, max_examples=25, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutants")
"""


def main() -> int:
    copy = _PLACE / "tree"
    shutil.rmtree(copy, ignore_errors=True)
    _copy("shared/domain", (*_MUTATED, *_BESIDE), copy)
    _copy("tests/domain", _TESTS, copy)
    for package in ("shared", "shared/domain", "tests", "tests/domain"):
        (copy / package / "__init__.py").touch()
    (copy / "tests" / "conftest.py").write_text(_CONFTEST)
    (copy / "pyproject.toml").write_text(_settings())
    python = _environment()
    mutmut = python.with_name("mutmut")
    subprocess.run([mutmut, "run", "--max-children", "2"], cwd=copy, check=True)
    return subprocess.run([mutmut, "results"], cwd=copy, check=False).returncode


def _copy(folder: str, names: tuple[str, ...], to: Path) -> None:
    (to / folder).mkdir(parents=True)
    for name in names:
        source = ROOT / folder / f"{name}.py"
        if source.exists():
            shutil.copy(source, to / folder)


def _settings() -> str:
    untouched = [f"shared/domain/{name}.py" for name in _BESIDE] + ["*__init__.py"]
    return (
        "[tool.pytest.ini_options]\n"
        'testpaths = ["tests"]\n'
        "[tool.mutmut]\n"
        'source_paths = ["shared"]\n'
        'also_copy = ["tests"]\n'
        'pytest_add_cli_args_test_selection = ["tests/domain"]\n'
        f"do_not_mutate = {untouched}\n"
    )


def _environment() -> Path:
    """Its own: mutmut brings a terminal interface that nothing else here needs."""
    python = _PLACE / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", _PLACE / "venv"], check=True)
        wanted = [_MUTMUT, "pytest", "hypothesis"]
        subprocess.run([python, "-m", "pip", "install", "-qq", *wanted], check=True)
    return python


if __name__ == "__main__":
    sys.exit(main())
