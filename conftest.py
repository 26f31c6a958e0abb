"""Which notebooks need more than requirements.txt, and what becomes of them without it."""

import importlib.util
import os
import sys

import pytest


def pytest_collection_modifyitems(items):
    """Skip notebook 10 where TensorFlow is not installed, unless every test must run."""
    if importlib.util.find_spec("tensorflow") or os.environ.get("REQUIRE_ALL_TESTS"):
        return
    missing = pytest.mark.skip(
        reason=f"needs TensorFlow: {sys.executable} -m pip install -r requirements-tensorflow.txt "
               "(about 1.8 GB; Python 3.11 to 3.13)"
    )
    for item in items:
        if item.path.name == "10_tensorflow.ipynb":
            item.add_marker(missing)
