"""Zips of the functions, ready to deploy: `python -m tools.bundle [names…]`.

A bundle holds the function's folder at its root, the files of `shared` that it reaches, and the
pins that it needs. The same sources make the same bytes on any machine, so that a deployment
touches only the functions that changed.
"""

import argparse
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from tools.closure import closure_of
from tools.manifest import ROOT, read_all
from tools.pins import pins_for

# The manifest is for who deploys: a change of memory is no change of code.
_LEFT_OUT = ("function.yaml", "__init__.py")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


def contents(name: str, root: Path = ROOT) -> Mapping[str, bytes]:
    """Path in the bundle -> bytes."""
    reached = closure_of(name, root)
    folder = PurePosixPath("functions", name)
    files = {_place(file, folder): (root / file).read_bytes() for file in reached.files}
    for data in _data_files(root / folder):
        files[data.relative_to(root / folder).as_posix()] = data.read_bytes()
    files["requirements.txt"] = pins_for(reached.libraries, root).encode()
    return dict(sorted(files.items()))


def write(files: Mapping[str, bytes], target: Path) -> None:
    """Nothing is compressed: versions of zlib differ in their output, and the gain is nothing
    beside the libraries."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.create_system = 3
            entry.external_attr = _MODE
            archive.writestr(entry, content)
    fresh.replace(target)


def _place(file: PurePosixPath, folder: PurePosixPath) -> str:
    return str(file.relative_to(folder) if file.is_relative_to(folder) else file)


def _data_files(folder: Path) -> list[Path]:
    return [
        file
        for file in folder.rglob("*")
        if file.is_file()
        and file.suffix not in (".py", ".pyc")
        and file.name not in _LEFT_OUT
        and not file.name.startswith(".")
    ]


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.bundle", description=__doc__)
    known = sorted(read_all())
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(known)}")
    parser.add_argument("--root", type=Path, default=ROOT, help="where the sources are")
    parser.add_argument("--into", type=Path, default=ROOT / "build")
    options = parser.parse_args(arguments)
    names = options.names or known
    strange = sorted(set(names) - set(known))
    if strange:
        parser.error(f"there is no function {', '.join(strange)}")
    for name in names:
        files = contents(name, options.root)
        target = options.into / f"{name}.zip"
        write(files, target)
        pins = files["requirements.txt"].count(b"==")
        size = target.stat().st_size / 1024
        print(f"{name:16} {size:7.1f} KiB  {len(files):3} files  {pins:3} pins")


if __name__ == "__main__":
    main(sys.argv[1:])
