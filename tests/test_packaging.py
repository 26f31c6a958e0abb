"""What is installed is complete, and git gives every machine the same data."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest
from test_layers import imports

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DEPENDENCIES = PROJECT["project"]["dependencies"]
DECLARED = {re.match(r"[\w-]+", requirement)[0] for requirement in DEPENDENCIES}
IMPORTED_AS = {"pillow": "PIL", "ipython": "IPython"}  # where the two names differ
NOT_IMPORTED = {"jupyter", "notebook", "ipykernel", "nbval"}
ASKED_FOR = {"tensorflow"}  # notebook 10 alone: requirements-tensorflow.txt


def test_what_helpers_imports_is_declared_and_nothing_else():
    imported = {name.split(".")[0] for path in (ROOT / "helpers").rglob("*.py")
                for name in imports(path.read_text("utf-8"))}
    foreign = imported - set(sys.stdlib_module_names) - {"helpers"} - ASKED_FOR
    assert foreign == {IMPORTED_AS.get(name, name) for name in DECLARED - NOT_IMPORTED}


def test_every_dependency_has_both_bounds():
    for requirement in DEPENDENCIES:
        assert re.fullmatch(r"[\w-]+>=\d[\d.]*,<\d[\d.]*", requirement), requirement


def test_every_folder_of_helpers_is_a_package_to_install():
    folders = {path.parent.relative_to(ROOT).as_posix().replace("/", ".")
               for path in (ROOT / "helpers").rglob("__init__.py")}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == folders | {"helpers.data"}


@pytest.mark.slow
def test_a_wheel_has_the_data_and_the_quizzes_and_works_away_from_the_checkout(tmp_path):
    if int(version("setuptools").split(".")[0]) < 77 and not os.environ.get("REQUIRE_ALL_TESTS"):
        pytest.skip("needs setuptools 77 or newer: pip install -r requirements-dev.txt")
    source = tmp_path / "source"
    for folder in ("helpers", "data"):
        shutil.copytree(ROOT / folder, source / folder,
                        ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", source)
    subprocess.run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-build-isolation",
                    "--no-deps", "--no-index", "--wheel-dir", tmp_path, source], check=True)
    wheel, = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("helpers/")}
        archive.extractall(tmp_path / "installed")
    expected = {f"helpers/data/{path.name}" for path in (source / "data").iterdir()}
    assert packed == expected | {path.relative_to(source).as_posix() for kind in ("py", "md")
                                 for path in (source / "helpers").rglob(f"*.{kind}")}
    shutil.rmtree(source)
    seen = subprocess.run(
        [sys.executable, "-c", "import helpers.quizzes as q, helpers.datasets as d;"
         "print(q.__file__, d.load_penguins()[0].shape, len(q.Quiz('gamma_and_beta').answers))"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True, text=True)
    assert seen.stdout.endswith("(2, 333) 5\n") and str(tmp_path) in seen.stdout, seen.stderr


def test_git_translates_no_line_end_of_data_or_notebooks(tmp_path):
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("needs git, and a clone of the repository")
    for translate in ("true", "false"):
        subprocess.run(["git", "clone", "--quiet", "-c", f"core.autocrlf={translate}", ROOT,
                        tmp_path / translate], check=True)
    kept = [path for folder in ("data", "notebooks")
            for path in (tmp_path / "false" / folder).iterdir()]
    assert len(kept) > 20
    for path in kept:
        other = tmp_path / "true" / path.parent.name / path.name
        assert path.read_bytes() == other.read_bytes(), path.name
