"""Pictures of many trainings: against the arrays that hold them."""

from io import BytesIO

import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image

from helpers.datasets import load_sweep
from helpers.network import initialize, norms_by_layer
from helpers.pictures.style import BLUE
from helpers.pictures.sweeps import WHICH, depths, learning_rate_map, norms_of_layers, works
from helpers.softmax import one_hot

pytestmark = pytest.mark.nb04


def test_the_map_draws_the_arrays_and_parts_the_cells_that_work():
    sweep = load_sweep("learning_rate_map")
    picture = learning_rate_map(sweep)
    for which, axes in zip(WHICH, picture.figure.axes, strict=False):
        mean = sweep[f"accuracy_{which}"].mean(axis=-1)
        image, = axes.images
        assert np.array_equal(image.get_array(), mean.round(2))
        assert image.get_clim() == (0, 1) and image.origin == "lower"
        assert to_hex(image.cmap(1.0)) == BLUE.lower()
        for (row, column), text in zip(np.ndindex(mean.shape), axes.texts, strict=True):
            assert text.get_position() == (column, row)
            assert text.get_text() == f"{100 * mean[row, column]:.0f}"
            assert (text.get_fontweight() == "bold") == (mean[row, column] >= 0.85)
        count = (mean >= 0.85).sum()
        assert f"{count} of 77 = {count / 77:>3.0%};  best cell {mean.max():.1%}" in picture.readout
        working = np.pad(works(sweep, which), 1)
        assert working.sum() == count
        sides = {(round(sum(x) / 2, 1), round(sum(y) / 2, 1))
                 for x, y in (line.get_data() for line in axes.lines)}
        assert sides == {(column - 1 + right / 2, row - 1 + up / 2)
                         for row, column in np.argwhere(working)
                         for up, right in ((0, 1), (0, -1), (1, 0), (-1, 0))
                         if not working[row + up, column + right]}


def test_the_map_has_one_tint_for_one_printed_number():
    picture = learning_rate_map(load_sweep("learning_rate_map"))
    pixels, tints = np.asarray(Image.open(BytesIO(picture.png())).convert("RGB")), {}
    for axes in picture.figure.axes[:2]:
        for text in axes.texts:
            x, y = axes.transData.transform(np.add(text.get_position(), 0.35)).astype(int)
            tints.setdefault(text.get_text(), set()).add(tuple(pixels[-1 - y, x].tolist()))
    assert {len(found) for found in tints.values()} == {1}
    assert len({tint for found in tints.values() for tint in found}) == 9


def test_the_depths_draw_mean_and_spread_at_the_best_learning_rate():
    sweep = load_sweep("depth")
    picture = depths(sweep)
    for position, axes in enumerate(picture.figure.axes):
        curves = [container.lines for container in axes.containers]
        assert len({line.get_linestyle() for line, _, _ in curves}) == 2
        for which, (line, _, (bars,)) in zip(WHICH, curves, strict=True):
            for place in range(len(sweep["depths"])):
                by_rate = sweep[f"accuracy_{which}"][place, position]
                rate = max(range(5), key=lambda r, by_rate=by_rate: by_rate[r].mean())
                assert line.get_ydata()[place] == pytest.approx(by_rate[rate].mean())
                assert abs(line.get_xdata()[place] - place) < 0.1
                ends = bars.get_segments()[place][:, 1]
                assert ends == pytest.approx([by_rate[rate].min(), by_rate[rate].max()])
                told = f"{by_rate[rate].mean():.1%} (α {sweep['learning_rates'][rate]:.2g})"
                assert told in picture.readout


def test_the_norms_follow_the_weights(rng, settings):
    X, Y = rng.normal(size=(9, 30)), one_hot(rng.integers(0, 10, 30))
    sizes = (9, *[8] * 5, 10)
    panel = norms_of_layers(X, Y, sizes)
    curves = np.reshape(panel.artists["curves"], (2, 3))
    assert len({curve.get_linestyle() for curve in curves[:, 0]}) == 2
    for values in settings(panel):
        for row, batch_norm in zip(curves, (False, True), strict=True):
            weights = initialize(sizes, np.random.default_rng(0), values["scale"], batch_norm)
            for line, norms in zip(row, norms_by_layer(X, Y, weights), strict=True):
                assert np.array_equal(line.get_ydata(), norms)
                assert np.array_equal(line.get_xdata(), np.arange(1, len(norms) + 1))
                low, high = line.axes.get_ylim()
                assert line.axes.get_yscale() == "log" and low < norms.min() < norms.max() < high
                assert f"{norms[0]:.1e}" in panel.readout
