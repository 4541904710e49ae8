"""The environment a function is deployed with is the one its code asks for."""

import ast
from dataclasses import fields
from functools import cache
from pathlib import PurePosixPath

import pytest

from shared import settings
from tests.structure.test_walls import modules
from tools.closure import closure_of
from tools.manifest import ROOT, read_all

MANIFESTS = read_all()


def asked(name: str) -> set[str]:
    """The variables of every settings class that the function's code imports."""
    return {variable for file in closure_of(name, ROOT).files for variable in _asked_in(file)}


@cache
def _asked_in(file: PurePosixPath) -> frozenset[str]:
    variables: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / file).read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "shared.settings":
            for alias in node.names:
                variables |= _variables(alias.name)
    return frozenset(variables)


def _variables(name: str) -> set[str]:
    kind = getattr(settings, name)
    if isinstance(kind, type) and issubclass(kind, settings.Settings) and not kind.is_everywhere:
        return {field.name.upper() for field in fields(kind)}
    return set()


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_names_the_settings_its_code_asks_for(name: str) -> None:
    assert set(MANIFESTS[name].env) == asked(name)


def _is_environment(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")


@pytest.mark.parametrize("file", modules("functions", "shared"), ids=str)
def test_beside_settings_only_the_addresses_of_emulators_are_read(file: PurePosixPath) -> None:
    if str(file) == "shared/settings.py":
        return
    tree = ast.parse((ROOT / file).read_text())
    uses = sum(map(_is_environment, ast.walk(tree)))
    emulators = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and _is_environment(node.func.value)
        and isinstance(node.args[0], ast.Constant)
        and str(node.args[0].value).endswith("_EMULATOR_HOST")
    ]
    assert uses == len(emulators)


def test_a_missing_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ORIGINS", "https://a.example, https://b.example,")
    monkeypatch.setenv("TRUSTED_PROXY_HOPS", "two")
    monkeypatch.delenv("LIMITS", raising=False)
    with pytest.raises(settings.MissingSetting) as raised:
        settings.load(settings.Network)
    assert str(raised.value) == "TRUSTED_PROXY_HOPS is not a whole number; LIMITS is not set"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ORIGINS", "https://a.example, https://b.example,")
    monkeypatch.setenv("TRUSTED_PROXY_HOPS", "2")
    monkeypatch.setenv("LIMITS", " local ")
    loaded = settings.load(settings.Network)
    assert loaded == settings.Network(("https://a.example", "https://b.example"), 2, "local")
    monkeypatch.setenv("CORS_ORIGINS", "")
    assert settings.load(settings.Network).cors_origins == ()
