"""The stored accuracies of networks in training, of four kinds: axes, claims, a part made again."""

import numpy as np
import pytest

from helpers.datasets import load_sweep

TOOL = "make_why"
pytestmark = pytest.mark.nb08


@pytest.fixture
def tool(monkeypatch, request):
    """The script, which takes its digits from make_reuse beside it."""
    monkeypatch.syspath_prepend(str(request.config.rootpath / "tools"))
    return pytest.importorskip(TOOL)


def test_the_arrays_have_their_axes(tool):
    stored = load_sweep("why")
    assert stored["activations"].tolist() == list(tool.ACTIVATIONS)
    assert stored["kinds"].tolist() == list(tool.KINDS)
    np.testing.assert_allclose(stored["learning_rates"], tool.RATES, rtol=1e-12)
    assert np.array_equal(stored["looks"], tool.LOOKS)
    assert stored["dev"].shape == (2, 6, 8, 11, 3)
    assert stored["test"].shape == stored["re_estimated"].shape == (2, 6, 8, 3)
    assert all(0 <= stored[name].min() and stored[name].max() < 0.97
               for name in ("dev", "test", "re_estimated"))


@pytest.mark.parametrize("kind", ["normalized once", "with batch norm", "noise 1"])
def test_a_part_can_be_made_again(tool, kind):
    stored, k, rate = load_sweep("why"), tool.KINDS.index(kind), 3
    made = tool.run("sigmoid", kind, tool.RATES[rate], tool.digits())
    for name, found in zip(("dev", "test", "re_estimated"), made, strict=True):
        assert abs(np.array(found) - stored[name][0, k, rate]).mean() < 0.02, name
