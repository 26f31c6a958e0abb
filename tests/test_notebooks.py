"""The stored form of the notebooks. That their outputs are right is nbval's to say."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TOOL = ROOT / "tools" / "store_outputs.py"

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def store(*arguments):
    """Run the tool; what hangs altogether is ended, a busy machine is given its time."""
    return subprocess.run(
        [sys.executable, TOOL, *arguments], capture_output=True, text=True, timeout=1200
    )


def cells(path, kind):
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == kind]


def test_there_are_notebooks():
    assert len(NOTEBOOKS) >= 11


def test_outputs_are_stored_in_canonical_form():
    answer = store("--check", *NOTEBOOKS)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.slow
@each_notebook
def test_storing_again_gives_the_same_form_twice(path, tmp_path):
    tensorflow = importlib.util.find_spec("tensorflow") or os.environ.get("REQUIRE_ALL_TESTS")
    if path.stem == "10_tensorflow" and not tensorflow:
        pytest.skip("needs TensorFlow")
    copy = tmp_path / path.name
    shutil.copy(path, copy)
    digests = set()
    for _ in range(2):
        answer = store(copy)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        digests.add(hashlib.sha256(copy.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_the_tool_names_what_is_amiss(tmp_path):
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell("import sys; print('x', file=sys.stderr)")]
    path = tmp_path / "bad.ipynb"
    nbformat.write(notebook, path)
    assert "execution counts" in store("--check", path).stdout
    answer = store(path)
    assert answer.returncode != 0
    assert "code cell 1 wrote to stderr" in answer.stdout


@each_notebook
def test_every_panel_stores_its_picture(path):
    for cell in cells(path, "code"):
        for output in cell.outputs:
            text = output.get("data", {}).get("text/plain", "")
            assert "ipywidgets" not in text and "VBox(" not in text, "a widget without a picture"
            assert not re.search(r"<[\w.]+ object", text), text


@each_notebook
def test_learners_may_fill_in_the_exercises(path):
    exercises = [
        c for c in cells(path, "code")
        if re.search(r"^def my_|\bcheck_\w+\(", c.source, flags=re.MULTILINE)
    ]
    for cell in exercises:
        assert "nbval-ignore-output" in cell.metadata.get("tags", []), cell.source


@each_notebook
def test_links_lead_somewhere(path):
    for cell in cells(path, "markdown"):
        for target in re.findall(r"\]\(([^)#\s]+)", cell.source):
            if re.match(r"https?://", target):
                continue
            assert (path.parent / target).exists(), f"dead link to {target}"


@each_notebook
def test_notebooks_hold_no_plumbing(path):
    source = "\n".join(c.source for c in cells(path, "code"))
    for pattern in (r"sys\.path", r"import \*", r"\binteract", r"matplotlib", r"ipywidgets"):
        assert not re.search(pattern, source), f"{pattern} in a notebook"
