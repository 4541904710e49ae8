"""Who may import whom. A wall that nobody checks is a drawing of a wall."""

import ast
import sys
from pathlib import Path, PurePosixPath

import pytest

from tools.closure import imports_of
from tools.manifest import ROOT

TREE = ("functions", "shared", "tools", "tests", "bench")
LAYERS = ("store", "web", "events", "clients", "search")
# Right below `shared` are the modules that put the layers together for functions, and the ground
# that every layer stands on.
JOINTS = (
    "live",
    "live_billing",
    "live_coach",
    "live_imports",
    "live_inbox",
    "live_meaning",
    "live_owed",
    "live_provider",
    "live_recalling",
)
# Who reports what nobody expected needs settings and, when it comes to that, a library.
REPORTING = ("reports", "sentry")
GROUND = sorted({file.stem for file in (ROOT / "shared").glob("*.py")} - {"__init__", *JOINTS})


def modules(*folders: str) -> list[PurePosixPath]:
    return [
        PurePosixPath(file.relative_to(ROOT).as_posix())
        for folder in folders
        for file in sorted((ROOT / folder).rglob("*.py"))
    ]


def crossings(file: PurePosixPath, *allowed: str) -> list[str]:
    """What of ours a module imports outside `allowed`, each a dotted name and all below it."""
    return [
        imported
        for imported in imports_of(file, ROOT)
        if imported.split(".")[0] in TREE
        and not any(imported == one or imported.startswith(f"{one}.") for one in allowed)
        # `from shared import log` imports the package on the way to the module.
        and not any(one.startswith(f"{imported}.") for one in allowed)
    ]


def names(*below: str) -> list[str]:
    return [f"shared.{one}" for one in below]


@pytest.mark.parametrize("file", modules("functions"), ids=str)
def test_a_function_imports_its_siblings_and_shared_and_no_other_function(
    file: PurePosixPath,
) -> None:
    own = f"functions.{file.parts[1].removesuffix('.py')}"
    assert crossings(file, own, "shared") == []


@pytest.mark.parametrize("file", modules("functions"), ids=str)
def test_siblings_are_imported_relatively_because_a_bundle_has_no_package(
    file: PurePosixPath,
) -> None:
    nodes = ast.walk(ast.parse((ROOT / file).read_text()))
    absolute = [
        node.module
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        and not node.level
        and (node.module or "").startswith("functions")
    ]
    assert absolute == []


@pytest.mark.parametrize("file", modules("shared/domain"), ids=str)
def test_the_domain_knows_the_standard_library_and_itself(file: PurePosixPath) -> None:
    foreign = [
        imported
        for imported in imports_of(file, ROOT)
        if imported.split(".")[0] not in sys.stdlib_module_names
        and not imported.startswith("shared.domain")
    ]
    assert foreign == []


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_knows_the_domain_and_the_ground_and_no_other_layer(layer: str) -> None:
    found = {
        str(file): crossed
        for file in modules(f"shared/{layer}")
        if (crossed := crossings(file, *names("domain", *GROUND, layer)))
    }
    assert found == {}


@pytest.mark.parametrize("name", sorted({*GROUND} - {*REPORTING}))
def test_the_ground_stands_on_nothing(name: str) -> None:
    file = PurePosixPath("shared", f"{name}.py")
    foreign = [
        imported
        for imported in imports_of(file, ROOT)
        if imported.split(".")[0] not in sys.stdlib_module_names
    ]
    assert foreign == []


def test_reports_know_the_ground_and_nothing_else_knows_their_library() -> None:
    for name in REPORTING:
        assert crossings(PurePosixPath("shared", f"{name}.py"), *names(*GROUND)) == []
    users = {
        str(file)
        for file in modules("functions", "shared")
        if any(one.startswith(("sentry_sdk", "shared.sentry")) for one in imports_of(file, ROOT))
    }
    assert users == {"shared/reports.py", "shared/sentry.py"}


def test_only_functions_know_how_the_layers_are_put_together() -> None:
    for file in modules(*(f"shared/{layer}" for layer in (*LAYERS, "domain"))):
        assert not [one for one in imports_of(file, ROOT) if one.startswith("shared.live")], file


def test_what_happens_to_imports_knows_stores_and_files_and_nothing_of_requests() -> None:
    for file in modules("shared/imports"):
        allowed = names("domain", *GROUND, "store", "clients", "imports")
        assert crossings(file, *allowed) == [], file


def test_search_by_meaning_knows_stores_and_takes_whatever_model_it_is_given() -> None:
    for file in modules("shared/meaning"):
        assert crossings(file, *names("domain", *GROUND, "store", "meaning")) == [], file


def test_the_solver_knows_the_domain_and_nothing_else_knows_its_library() -> None:
    for file in modules("shared/solver"):
        assert crossings(file, *names("domain", *GROUND, "solver")) == [], file
    elsewhere = [file for file in modules(*TREE) if "highspy" in imports_of(file, ROOT)]
    assert [str(file) for file in elsewhere] == ["shared/solver/highs.py"]


def test_what_the_coach_looks_up_knows_stores_and_nothing_of_requests_or_models() -> None:
    for file in modules("shared/coach"):
        assert crossings(file, *names("domain", *GROUND, "store", "search", "coach")) == [], file


@pytest.mark.parametrize("folder", ["functions", "shared"])
def test_nothing_of_the_product_imports_tools_tests_or_bench(folder: str) -> None:
    for file in modules(folder):
        assert crossings(file, "functions", "shared") == [], file


@pytest.mark.parametrize("folder", ["tools", "bench"])
def test_tools_do_not_lean_on_tests(folder: str) -> None:
    for file in modules(folder):
        assert crossings(file, "functions", "shared", "tools", "bench") == [], file


def test_every_package_file_is_empty() -> None:
    """A re-export would drag modules into bundles."""
    full = [file for file in modules(*TREE) if file.name == "__init__.py" and _text(file)]
    assert full == []


def test_every_folder_with_modules_is_a_package() -> None:
    bare = {
        file.parent for file in modules(*TREE) if not (ROOT / file.parent / "__init__.py").exists()
    }
    assert bare == set()


def test_shared_holds_modules_and_nothing_else() -> None:
    """Data would not reach the bundles: it lives beside the function that needs it."""
    strange = [
        file
        for file in (ROOT / "shared").rglob("*")
        if file.is_file() and file.suffix not in (".py", ".pyc")
    ]
    assert strange == []


@pytest.mark.parametrize(
    ("line", "crossed"),
    [
        ("from shared.web import call", True),
        ("import shared.events.inbox", True),
        ("def later():\n    from shared.clients.secrets import x", True),
        ("from shared import tally", False),
        ("from shared.domain.errors import NotFound", False),
        ("from .queries import Query", False),
        ("from ..web import call", True),
        ("from shared import web", True),
        ("from shared.settings_of_web import x", True),
    ],
)
def test_the_test_itself_sees_a_crossing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, crossed: bool
) -> None:
    (tmp_path / "shared/store").mkdir(parents=True)
    file = PurePosixPath("shared/store/new.py")
    (tmp_path / file).write_text(line)
    monkeypatch.setattr("tests.structure.test_walls.ROOT", tmp_path)
    assert bool(crossings(file, *names("domain", *GROUND, "store"))) is crossed


def _text(file: PurePosixPath) -> str:
    return (ROOT / file).read_text().strip()
