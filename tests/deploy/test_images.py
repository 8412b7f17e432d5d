"""What is shipped holds what it needs: each image by its own files, and the wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

import modal_app

ROOT = Path(modal_app.__file__).parent
IMAGES = {
    "api": (("functions", "core"), "functions.api", "functions.jobs.__main__"),
    "agent": (("agent", "core"), "agent.runtime.host", "agent.runtime.session"),
    "door": (("core",), "core.bounded_json"),
}
IMPORT_ALL = """
import importlib, pkgutil, sys
from pathlib import Path
# the clone itself is installed for development; here only what was copied counts
sys.meta_path = [finder for finder in sys.meta_path if "editable" not in repr(finder).lower()]
here = Path.cwd()
*packages, = sys.argv[1].split(",")
for name in sys.argv[2:]:
    importlib.import_module(name)
for package in packages:
    for found in pkgutil.walk_packages([str(here / package)], package + "."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
ours = [m for n, m in sys.modules.items() if n.split(".")[0] in ("agent", "core", "functions", "local", "bench", "tests")]
elsewhere = [m.__name__ for m in ours if getattr(m, "__file__", None) and here not in Path(m.__file__).parents]
assert ours and not elsewhere, elsewhere
"""


def tracked(*folders: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z", *folders], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name]


def copy(names: list[str], to: Path) -> None:
    for name in names:
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, to / name)


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_imports_all_of_its_code_from_its_own_files(image: str, tmp_path: Path) -> None:
    packages, *entry_points = IMAGES[image]
    copy(tracked(*packages), tmp_path)
    command = [sys.executable, "-c", IMPORT_ALL, ",".join(packages), *entry_points]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_a_missing_package_is_noticed(tmp_path: Path) -> None:
    """The control: without core, the same import fails."""
    copy(tracked("functions"), tmp_path)
    command = [sys.executable, "-c", IMPORT_ALL, "functions", "functions.api"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "No module named 'core'" in ran.stderr


def test_the_wheel_takes_every_kind_of_file_that_lies_beside_the_code() -> None:
    """Markdown, TSV, Jinja, JSON, SQL and the model too; every folder with such files is found as a package."""
    kinds = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["*"]
    beside = [Path(name) for name in tracked("core", "agent", "functions") if not name.endswith(".py")]
    assert len(beside) > 20
    assert [str(path) for path in beside if not any(fnmatch(path.name, kind) for kind in kinds)] == []
