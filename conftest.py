"""Which tests belong to which notebook, and which notebooks need more than requirements.txt."""

import importlib.util
import os
import re
import sys
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parent / "notebooks").glob("*.ipynb"))


def pytest_configure(config):
    """Make known a mark for each notebook: `pytest -m nb05` runs what belongs to notebook 05."""
    for path in NOTEBOOKS:
        config.addinivalue_line("markers", f"nb{path.name[:2]}: belongs to {path.name}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark each test with the notebooks it names, and skip notebook 10 without TensorFlow.

    A notebook's own cells bear its mark, and so does a test in whose name nb05 stands (say, in
    the id of a parameter). A whole file says ``pytestmark = pytest.mark.nb05``.
    """
    missing = pytest.mark.skip(
        reason=f"needs TensorFlow: {sys.executable} -m pip install -r requirements-tensorflow.txt "
               "(about 1.8 GB; Python 3.11 to 3.13)"
    )
    complete = importlib.util.find_spec("tensorflow") or os.environ.get("REQUIRE_ALL_TESTS")
    for item in items:
        name = f"nb{item.path.name}" if item.path in NOTEBOOKS else item.name
        for mark in re.findall(r"nb\d\d", name):
            item.add_marker(mark)
        if item.path.name == "10_tensorflow.ipynb" and not complete:
            item.add_marker(missing)
