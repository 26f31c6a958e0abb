"""Notebook 10: what happens where it is not installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = "notebooks/10_tensorflow.ipynb"


@pytest.fixture
def without_tensorflow(tmp_path):
    """Run pytest on notebook 10 in a Python that finds no TensorFlow, nor do its kernels."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['tensorflow'] = None\n")

    def run(*arguments, **environment):
        kept = {name: value for name, value in os.environ.items() if name != "REQUIRE_ALL_TESTS"}
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-rs", *arguments], cwd=ROOT,
            env=kept | {"PYTHONPATH": str(tmp_path)} | environment,
            capture_output=True, text=True, timeout=120,
        )

    return run


def test_without_tensorflow_its_notebook_is_skipped_with_the_remedy(without_tensorflow):
    answer = without_tensorflow(NOTEBOOK)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"{sys.executable} -m pip install -r requirements-tensorflow.txt" in answer.stdout
    assert "Python 3.11 to 3.13" in answer.stdout
    assert "passed" not in answer.stdout.splitlines()[-1]


def test_other_notebooks_are_not_skipped(without_tensorflow):
    answer = without_tensorflow("notebooks/00_symbols.ipynb")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "passed" in answer.stdout and "skipped" not in answer.stdout


def test_where_every_test_must_run_it_fails_and_its_first_cell_says_why(without_tensorflow):
    answer = without_tensorflow(NOTEBOOK, "-x", REQUIRE_ALL_TESTS="1")
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "This notebook needs TensorFlow (about 1.8 GB; Python 3.11 to 3.13)" in answer.stdout
    command = f'"{sys.executable}" -m pip install -r "{ROOT / "requirements-tensorflow.txt"}"'
    assert command in answer.stdout
    assert "skipped" not in answer.stdout.splitlines()[-1]
