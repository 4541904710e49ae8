"""Bundles: only what a function reaches, the same bytes every time; they run, and start well."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib import import_module
from pathlib import Path, PurePosixPath

import pytest

from shared.web.gate import Access
from tools.bundle import contents, main, write
from tools.closure import OutOfBounds, closure_of
from tools.manifest import ROOT, read_all
from tools.pins import NotPinned, distribution_of, pins_for

MANIFESTS = read_all()
NAMES = sorted(MANIFESTS)
SETTINGS = {
    "GOOGLE_CLOUD_PROJECT": "hypertroq-bundles",
    "TOKEN_ISSUER": "https://hypertroq.example",
    "TOKEN_AUDIENCE": "hypertroq",
    "JWKS_URL": "http://127.0.0.1:9/jwks",
    "CORS_ORIGINS": "",
    "TRUSTED_PROXY_HOPS": "0",
    "LIMITS": "production",
    "PUSH_AUTH": "google",
    "PUSH_AUDIENCES": "https://function.example",
    "PUSH_SERVICE_ACCOUNT": "pusher@hypertroq.example",
    # Nobody listens there: what needs no dependency must not touch one.
    "FIRESTORE_EMULATOR_HOST": "127.0.0.1:9",
    "SECRET_MANAGER_EMULATOR_HOST": "127.0.0.1:9",
    "PUBSUB_EMULATOR_HOST": "127.0.0.1:9",
}
# Who cannot read the secret cannot tell whom to turn away.
ANSWERS = {"health": 200, "billing_webhook": 503, "mail_webhook": 503}
# Each serves one request through the framework, in an interpreter that sees its unzipped folder and
# the libraries alone: forked from one that has the framework, which is what takes time.
ASK = """
import gc, json, os, sys
import flask, functions_framework
from functions_framework import create_app
def collected(): return sum(generation["collections"] for generation in gc.get_stats())
for folder, name, method, path in json.loads(sys.argv[1]):
    sys.stdout.flush()
    if os.fork():
        os.wait()
        continue
    os.chdir(folder)
    before, collections = set(sys.modules), collected()
    app = create_app(name, folder + "/main.py", "http")
    garbage = [collected() - collections, gc.isenabled(), gc.get_freeze_count()]
    answer = app.test_client().open(path, method=method)
    loaded = [(name, one) for name, one in sys.modules.items() if name not in before]
    libraries = [one for one, it in loaded if "site-packages" in str(getattr(it, "__file__", ""))]
    strays = [one for one in sys.modules if one.split(".")[0] in ("functions", "tools", "tests")]
    told = answer.status_code, answer.mimetype, libraries, strays, garbage
    print(json.dumps(["told", name, *told]))
    sys.stdout.flush()
    os._exit(0)
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what bundles are built from, somewhere else."""
    root = tmp_path / "elsewhere"
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("functions", "shared"):
        shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
    for file in ("requirements.txt", "requirements.in"):
        shutil.copy(ROOT / file, root / file)
    for module in root.rglob("*.py"):
        os.utime(module, (0, 0))
        module.chmod(0o600)
    return root


def bundles(root: Path) -> dict[str, tuple[tuple[str, bytes], ...]]:
    return {name: tuple(contents(name, root).items()) for name in NAMES}


BUILD = """
import sys
from pathlib import Path
from tools.bundle import contents, write
root, target, *names = sys.argv[1:]
for name in names:
    write(contents(name, Path(root)), Path(target, name))
"""


def test_the_same_sources_make_the_same_bytes_anywhere(tree: Path, tmp_path: Path) -> None:
    """In another folder, process, time zone and order of sets."""
    for seed, root in (("1", ROOT), ("2", tree)):
        subprocess.run(
            [sys.executable, "-c", BUILD, root, tmp_path / seed, *NAMES],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"Etc/GMT-{seed}"},
            check=True,
        )
    for name in NAMES:
        built = [(tmp_path / seed / name).read_bytes() for seed in ("1", "2")]
        assert built[0] == built[1], name
        assert len(built[0]) > 100_000


def test_a_change_changes_only_the_bundles_that_reach_it_and_one_in_a_manifest_none(
    tree: Path,
) -> None:
    before = bundles(tree)
    with (tree / "functions/health/function.yaml").open("a") as file:
        file.write("# Another line.\n")
    changed = PurePosixPath("shared/web/tokens.py")
    with (tree / changed).open("a") as file:
        file.write("\n# Another line.\n")
    after = bundles(tree)
    reaching = {name for name in NAMES if changed in closure_of(name, tree).files}
    assert {name for name in NAMES if before[name] != after[name]} == reaching
    assert "auth" in reaching
    assert "health" not in reaching


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_holds_the_function_and_what_it_reaches_and_nothing_else(name: str) -> None:
    paths = contents(name).keys()
    assert {"main.py", "requirements.txt"} <= paths
    assert "function.yaml" not in paths
    folders = {path.partition("/")[0] for path in paths if "/" in path}
    own = {one.name for one in (ROOT / "functions" / name).iterdir() if one.is_dir()}
    assert folders <= {"shared", *own}
    assert not [path for path in paths if "__pycache__" in path or "test" in path]


def test_data_beside_a_function_goes_with_it() -> None:
    assert "openapi.json" in contents("health")
    letters = [path for path in contents("emails") if path.startswith("templates/")]
    assert {"templates/frame.html", "templates/receipt.txt", "templates/receipt.html"} <= {*letters}


def test_every_bundle_runs_in_a_clean_interpreter_and_answers(tmp_path: Path) -> None:
    asked = []
    for name in NAMES:
        write(contents(name), tmp_path / "bundle.zip")
        with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
            archive.extractall(tmp_path / name)
        asked.append((str(tmp_path / name), name, *_asked(name)))
    done = subprocess.run(
        [sys.executable, "-I", "-c", ASK, json.dumps(asked)],
        cwd=tmp_path,
        env={**SETTINGS, "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    # Between these stands each function's own log.
    lines = [line for line in done.stdout.splitlines() if line.startswith('["told"')]
    told = {name: rest for _, name, *rest in map(json.loads, lines)}
    assert [name for name in NAMES if name not in told] == [], done.stderr
    for name, (status, media_type, libraries, strays, garbage) in told.items():
        assert (status, media_type) == (ANSWERS.get(name, 401), "application/json"), name
        assert strays == [], name
        # No cold start stops to look for garbage, and none leaves the collector off.
        collections, is_on_again, frozen = garbage
        assert collections == 0, name
        assert is_on_again, name
        assert frozen > 10_000, name
        requirements = (tmp_path / name / "requirements.txt").read_text()
        pinned = {line.split("==")[0] for line in requirements.splitlines() if "==" in line}
        assert {distribution_of(module) for module in libraries} <= pinned, name


def _asked(name: str) -> tuple[str, str]:
    """What is answered without a dependency: those who are not signed in, or may not deliver."""
    if MANIFESTS[name].kind != "http":
        return "POST", "/"
    routes = import_module(f"functions.{name}.main").endpoint.routes
    closed = (route for route in routes if route.access is Access.SIGNED_IN)
    route = next(closed, routes[0])
    return route.method, re.sub(r"<[^>]+>", "x", route.path)


def test_pins_are_those_of_the_libraries_reached_with_all_they_need() -> None:
    pins = pins_for(["rapidfuzz.fuzz", "jwt"], ROOT)
    names = [line.partition("==")[0] for line in pins.splitlines() if "==" in line]
    assert names == sorted(names)
    # pyjwt is asked for with its extra `crypto`, which brings cryptography, which brings cffi.
    assert {"rapidfuzz", "pyjwt", "cryptography", "cffi", "functions-framework"} <= set(names)
    assert not {"google-cloud-firestore", "argon2-cffi", "grpcio"} & set(names)
    assert pins.count("--hash=sha256:") > len(names)


def test_a_library_in_a_shared_namespace_is_told_from_its_neighbours() -> None:
    pins = pins_for(["google.cloud.secretmanager_v1"], ROOT)
    assert "google-cloud-secret-manager==" in pins
    assert "google-cloud-firestore==" not in pins


def test_what_is_not_pinned_cannot_be_bundled(tree: Path) -> None:
    with pytest.raises(NotPinned, match="hypothesis"):
        pins_for(["hypothesis"], tree)
    with pytest.raises(NotPinned, match="no_such_library"):
        pins_for(["no_such_library"], tree)


@pytest.fixture
def function(tmp_path: Path) -> Path:
    (tmp_path / "functions/one").mkdir(parents=True)
    (tmp_path / "shared/store").mkdir(parents=True)
    for folder in ("functions", "functions/one", "shared", "shared/store"):
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "shared/store/a.py").write_text("import json\nimport shared.once\n")
    (tmp_path / "shared/once.py").write_text("")
    (tmp_path / "shared/other.py").write_text("import nowhere\n")
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "from shared.store import a",
        "from shared.store.a import anything",
        "import shared.store.a as b",
        "def later():\n    from shared.store import a",
        "try:\n    import shared.store.a\nexcept ImportError:\n    pass",
    ],
)
def test_imports_are_followed_wherever_they_stand(function: Path, line: str) -> None:
    (function / "functions/one/main.py").write_text(
        f"from .two import x\nimport pydantic\n{line}\n"
    )
    (function / "functions/one/two.py").write_text("x = 1\n")
    reached = closure_of("one", function)
    assert {str(file) for file in reached.files} == {
        "functions/one/main.py",
        "functions/one/two.py",
        "shared/__init__.py",
        "shared/once.py",
        "shared/store/__init__.py",
        "shared/store/a.py",
    }
    assert reached.libraries == {"pydantic"}


@pytest.mark.parametrize("line", ["import tools.x", "from functions.two import y", "import tests"])
def test_what_is_not_deployed_cannot_be_imported(function: Path, line: str) -> None:
    (function / "functions/one/main.py").write_text(line)
    with pytest.raises(OutOfBounds, match=r"functions/one/main\.py imports"):
        closure_of("one", function)


def test_the_command_names_what_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nothing"])
    assert "there is no function nothing" in capsys.readouterr().err
