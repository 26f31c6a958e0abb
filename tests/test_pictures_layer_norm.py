"""Pictures of layer norm: against both normalizations written another way."""

import numpy as np
import pytest

from helpers.pictures.layer_norm import averaged_together, gradient_maps

pytestmark = pytest.mark.nb11


def normalized(Z, kind):
    axis = 1 if kind == "batch norm" else 0
    return (Z - Z.mean(axis, keepdims=True)) / np.sqrt(Z.var(axis, keepdims=True) + 1e-5)


def written(texts):
    """The numbers in a map, by their unit and example."""
    return {tuple(int(c) for c in reversed(text.get_position())): float(text.get_text())
            for text in texts if text.get_text()}


@pytest.mark.parametrize("shape", [(4, 6), (5, 2), (3, 1)])
def test_the_panel_follows_its_controls(rng, settings, shape):
    n, m = shape
    Z = rng.normal(1, 2, shape)
    panel = averaged_together(Z)
    texts = np.reshape(panel.artists["numbers"], (3, max(n, m)))
    for values in settings(panel):
        kind, unit, example = values["kind"], values["unit"], values["example"]
        moved = Z.copy()
        moved[unit, example] += values["by"]
        after = normalized(moved, kind)
        change = after - normalized(Z, kind)
        for shades, wanted in zip(panel.artists["maps"], (moved, after, change), strict=True):
            np.testing.assert_allclose(np.ravel(shades.get_array()), wanted.ravel(), atol=1e-12)
        together = [(unit, j) for j in range(m)] if kind == "batch norm" else [
            (i, example) for i in range(n)]
        changed = [tuple(place) for place in np.argwhere(np.abs(change) > 1e-9)]
        assert set(changed) <= set(together)
        for words, places, wanted in zip(texts, (together, together, changed),
                                         (moved, after, change), strict=True):
            found = written(words)
            assert set(found) == set(places)
            assert all(abs(found[place] - wanted[place]) < 0.0501 for place in places)
        for frame in panel.artists["frames"]:
            assert frame.get_bbox().bounds == (
                (0, unit, m, 1) if kind == "batch norm" else (example, 0, 1, n))
        for entry in panel.artists["entries"]:
            assert np.allclose(entry.get_xy(), (example + 0.1, unit + 0.1))
        assert f"outputs that change: {len(changed)} of {n * m}" in panel.readout
        assert f"the {len(together)} values of" in panel.readout


def test_gradient_maps_write_what_is_not_0():
    d = np.array([[0.0, 0.26, 0.0], [-1.0, 0.0, 1e-17]])
    picture = gradient_maps({"upstream": d, "other": 0 * d})
    first, second, scale = picture.figure.axes
    assert scale.get_ylim() == (-1, 1)
    assert written(first.texts) == {(0, 1): 0.3, (1, 0): -1.0} and not second.texts
    assert picture.readout == "upstream: 2 of 6 not 0\nother: 0 of 6 not 0"
