"""The walls between the floors of the house: who may import whom."""

import ast
import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import helpers

ROOT = Path(helpers.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
MATHEMATICS = sorted(path.stem for path in ROOT.glob("*.py") if path.stem != "__init__")
MODULES = sorted(module.name for module in pkgutil.walk_packages([str(ROOT)], "helpers."))
HEAVY = {"matplotlib", "ipywidgets", "IPython", "scipy", "pandas", "sklearn", "PIL", "tensorflow",
         "torch"}
PICTURES = ("helpers.pictures", "helpers.quizzes", "helpers.exercises")
MAY_IMPORT = {  # which floors; no other
    "matplotlib": {"pictures"},
    "PIL": {"pictures"},
    "ipywidgets": {"pictures", "quizzes"},
    "IPython": {"pictures"},
}


def name_of(path):
    return str(path.relative_to(ROOT.parent))


def floor(path):
    """The folder below helpers/ a file lies in; "" for the mathematics."""
    return path.relative_to(ROOT).parts[0] if path.parent != ROOT else ""


def imports(source):
    """The full names of all modules a source imports, wherever it does so."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def breaches(source, floor):
    """What a source of that floor does that no file of it may do."""
    names = imports(source)
    packages = {name.split(".")[0] for name in names}
    found = [f"imports {package} in {floor or 'the mathematics'}"
             for package, floors in MAY_IMPORT.items()
             if package in packages and floor not in floors]
    if "matplotlib.pyplot" in names:
        found.append("imports pyplot")
    if not floor and any(name.startswith(PICTURES) for name in names):
        found.append("mathematics imports pictures or exercises")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.path":
            found.append("touches sys.path")
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            found.append("imports with a star")
        called = ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
        if called in ("interact", "interactive", "interactive_output", "interact_manual", "Output"):
            found.append(f"calls {called}")
    return found


def test_there_is_something_to_look_at():
    assert {"batch_norm", "normalization", "datasets"} <= set(MATHEMATICS)
    assert {"", "exercises", "pictures"} <= {floor(path) for path in FILES}
    assert not {"utils", "util", "misc", "common", "tools"} & {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_the_walls_hold(path):
    assert not breaches(path.read_text("utf-8"), floor(path))


@pytest.mark.parametrize("source, floor, breach", [
    ("import ipywidgets", "exercises", "ipywidgets"),
    ("from ipywidgets import IntSlider", "", "ipywidgets"),
    ("def f():\n    from matplotlib.figure import Figure", "quizzes", "matplotlib"),
    ("from PIL import Image", "", "PIL"),
    ("import matplotlib.pyplot as plt", "pictures", "pyplot"),
    ("from matplotlib import pyplot", "pictures", "pyplot"),
    ("from IPython.display import display", "exercises", "IPython"),
    ("from helpers.pictures.style import BLUE", "", "mathematics"),
    ("from helpers import exercises", "", "mathematics"),
    ("import sys\nsys.path.append('..')", "", "sys.path"),
    ("from numpy import *", "", "star"),
    ("import ipywidgets\nipywidgets.interact(f, x=3)", "pictures", "interact"),
    ("from ipywidgets import Output\nout = Output()", "pictures", "Output"),
])
def test_a_breach_would_be_seen(source, floor, breach):
    assert any(breach in found for found in breaches(source, floor))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_stay_short(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            inner = sum(part.end_lineno - part.lineno + 1 for part in node.body
                        if isinstance(part, ast.FunctionDef))  # judged by themselves
            length = node.end_lineno - first.lineno - inner
            assert length < 45, f"{node.name} is too long to read at once"


def test_mathematics_loads_nothing_heavy_and_batch_norm_numpy_alone():
    """One process for all: each module is imported, and the first to load something is named.

    Nor does importing change how many threads linear algebra has.
    """
    program = f"""
import importlib, sys
import helpers.batch_norm
loaded = {HEAVY | {"tqdm", "joblib", "threadpoolctl"}!r} & set(sys.modules)
assert "numpy" in sys.modules and not loaded, f"helpers.batch_norm loads {{sorted(loaded)}}"
from threadpoolctl import threadpool_info, threadpool_limits
threadpool_limits(limits=2)  # also where there is one processor
for name in {MATHEMATICS!r}:
    importlib.import_module("helpers." + name)
    loaded = {HEAVY!r} & set(sys.modules)
    assert not loaded, f"helpers.{{name}} loads {{sorted(loaded)}}"
threads = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
assert set(threads) <= {{2}}, threads
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                         timeout=60)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


@pytest.mark.parametrize("name", [
    f"helpers.{name}" for name in MATHEMATICS if name not in ("course", "progress")])
def test_public_functions_are_documented_and_have_an_example(name):
    module = importlib.import_module(name)
    for attribute, value in vars(module).items():
        if attribute.startswith("_") or getattr(value, "__module__", None) != name:
            continue
        assert value.__doc__, f"{attribute} has no docstring"
        if callable(value) and not isinstance(value, type):
            assert ">>>" in value.__doc__, f"{attribute} has no example to check by eye"
