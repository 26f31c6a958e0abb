import importlib.util
import os
import warnings
from pathlib import Path

import hypothesis
import numpy as np
import pytest

from helpers.datasets import load_sweep
from helpers.surfaces import measured_surfaces

# A busy machine is no mistake. Where every test must run, the examples are always the same;
# elsewhere new ones are looked for.
hypothesis.settings.register_profile(
    "course", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=bool(os.environ.get("REQUIRE_ALL_TESTS")))
hypothesis.settings.load_profile("course")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture(scope="session")
def measured():
    return measured_surfaces(load_sweep("search_surface"))


@pytest.fixture(scope="module")
def tool(request):
    """The script in tools/ that the test module names: ``TOOL = "make_sweeps"``."""
    name = request.module.TOOL
    path = Path(__file__).resolve().parents[1] / "tools" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def warnings_are_errors():
    """Nothing warns; what a library gives up some day is an error in our own code alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for kind in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
            warnings.simplefilter("default", kind)
            warnings.filterwarnings("error", category=kind, module="helpers")
        yield


@pytest.fixture(scope="session")
def tensorflow():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    return _installed("tensorflow")


@pytest.fixture(scope="session")
def distributed():
    return _installed("distributed")


def _installed(name):
    """A library where it is installed; where every test must run, nowhere else will do."""
    if os.environ.get("REQUIRE_ALL_TESTS"):
        return importlib.import_module(name)
    return pytest.importorskip(name)


@pytest.fixture(scope="session")
def keras(tensorflow):
    return tensorflow.keras


@pytest.fixture
def settings():
    """Move a panel's controls: each to both ends and through all options, then at random.

    Yields after every move; an exception in a callback arrives here.
    """

    def walk(panel, random_moves=10):
        rng = np.random.default_rng(1)
        for control in panel.controls.values():
            first = control.value
            for value in _values(control):
                control.value = value
                _still_alive(panel)
                yield panel.values
            control.value = first
        for _ in range(random_moves):
            for control in panel.controls.values():
                values = _values(control)
                control.value = values[rng.integers(len(values))]
            _still_alive(panel)
            yield panel.values
        for button in panel.buttons.values():
            button.click()
            _still_alive(panel)
            yield panel.values

    return walk


def _values(control):
    """Both ends of a slider and values between them; all options of a choice."""
    if hasattr(control, "options"):
        return [o[1] if isinstance(o, tuple) else o for o in control.options]
    if isinstance(control.value, bool):
        return [True, False]
    values = control.values
    return [values[i].item() for i in sorted({*np.linspace(0, len(values) - 1, 9, dtype=int)})]


def _still_alive(panel):
    assert "failed" not in panel.numbers.value


@pytest.fixture(autouse=True)
def impatient(request, monkeypatch):
    """No search for a change to the lines, which takes seconds, but where it is what is tested."""
    if "patient" not in request.keywords:
        monkeypatch.setattr("helpers.exercises.diagnosis.PATIENCE", 0)
