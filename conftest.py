"""Which notebooks need more than requirements.txt, and what becomes of them without it."""

import importlib.util
import os

import pytest


def pytest_collection_modifyitems(items):
    """Skip notebook 10 where TensorFlow is not installed, unless every test must run."""
    if importlib.util.find_spec("tensorflow") or os.environ.get("REQUIRE_ALL_TESTS"):
        return
    missing = pytest.mark.skip(
        reason="needs TensorFlow: python -m pip install -r requirements-tensorflow.txt"
    )
    for item in items:
        if item.path.name == "10_tensorflow.ipynb":
            item.add_marker(missing)
