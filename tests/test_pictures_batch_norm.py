"""Pictures of batch norm, forward: against the formulas."""

import numpy as np
import pytest

from helpers.network import linear_limit
from helpers.pictures.batch_norm import (
    each_unit,
    scale_and_shift,
    sigmoid_input,
    whatever_comes_in,
)
from helpers.pictures.network_diagram import network_shapes

pytestmark = pytest.mark.nb02


@pytest.fixture
def z(rng):
    return rng.gamma(3, 0.8, (1, 500)) - 1


def normalized(z):
    return (z - z.mean()) / np.sqrt(z.var() + 1e-5)


def share_between(values, low, high):
    return ((values > low) & (values < high)).mean()


def assert_bars_hold(bars, values):
    """Every bar's height is the share of `values` between its two edges, and it is on the axis."""
    heights, edges, _ = bars.get_data()
    assert heights.sum() == pytest.approx(1)
    for height, low, high in list(zip(heights, edges[:-1], edges[1:], strict=True))[1:-1]:
        assert height == pytest.approx(((values >= low) & (values < high)).mean(), abs=2e-3)
    assert heights.max() < bars.axes.get_ylim()[1] < 6 * heights.max() + 0.3


def undo(panel):
    next(button for label, button in panel.buttons.items() if label.startswith("undo")).click()


def test_scale_and_shift_follows_its_sliders(z, settings):
    panel = scale_and_shift(z)
    for values in settings(panel):
        z_tilde = values["gamma"] * normalized(z) + values["beta"]
        assert_bars_hold(panel.artists["after"], z_tilde)
        assert panel.artists["mean"].get_xdata()[0] == pytest.approx(z_tilde.mean(), abs=1e-9)
        words = panel.readout.splitlines()[1].split()
        assert float(words[2]) == pytest.approx(z_tilde.mean(), abs=0.006)
        assert float(words[5]) == pytest.approx(z_tilde.std(), abs=0.006)
        if "undone" not in panel.readout:
            assert float(words[-1]) == pytest.approx(np.abs(z_tilde - z).max(), rel=0.06)


def test_a_learners_function_drives_the_panel(z):
    panel = scale_and_shift(z, forward=lambda Z, gamma, beta, epsilon: 0 * Z + gamma + beta)
    panel.set(gamma=1.5, beta=2.0)
    assert panel.artists["mean"].get_xdata()[0] == 3.5 and "3.50" in panel.readout


def test_each_unit_shows_its_mean_and_its_spread(rng):
    Z, Z_tilde = rng.normal(2, 3, (5, 40)), rng.normal(size=(5, 40))
    picture = each_unit(Z, Z_tilde)
    for drawn, values, line in zip(picture.figure.axes[0].containers, (Z, Z_tilde),
                                   picture.readout.splitlines(), strict=True):
        dots, _, (stems,) = drawn.lines
        means, spreads = values.mean(axis=1), np.sqrt(values.var(axis=1))
        assert dots.get_ydata() == pytest.approx(means)
        ends = np.array([segment[:, 1] for segment in stems.get_segments()])
        assert ends == pytest.approx(np.stack([means - spreads, means + spreads], axis=1))
        numbers = [float(word) for word in line.split() if "." in word]
        assert numbers == pytest.approx(
            [means.min(), means.max(), spreads.min(), spreads.max()], abs=0.006)


def test_all_of_the_examples_look_like_all_of_them(z):
    panel = scale_and_shift(z)
    panel.set(gamma=0.0, beta=2.2)
    heights, _, _ = panel.artists["after"].get_data()
    assert heights.max() == 1 and panel.figure.axes[0].get_ylim()[1] < 1.1


@pytest.mark.parametrize(("factor", "place"), [(1, 0), (40, 100)])
def test_undo_lays_z_tilde_on_z_and_the_boxes_say_with_which_numbers(z, factor, place):
    z = factor * z + place
    panel = scale_and_shift(z)
    undo(panel)
    assert panel.values == {"gamma": pytest.approx(np.sqrt(z.var() + 1e-5), rel=1e-12),
                            "beta": pytest.approx(z.mean(), rel=1e-12)}
    assert panel.controls["gamma"].box.value == f"{np.sqrt(z.var() + 1e-5):.6g}"
    outline = panel.figure.axes[0].patches[0]
    assert_bars_hold(outline, z)
    assert outline.get_data()[0] == pytest.approx(panel.artists["after"].get_data()[0], abs=0.005)
    assert "undone" in panel.readout
    if factor == 1:
        panel.set(gamma=z.std())
        assert "undone" not in panel.readout


def test_whatever_comes_in_is_normalized_and_its_place_stays_to_be_seen(rng):
    units = {"wide": rng.normal(100, 22, (1, 400)), "skewed": rng.exponential(0.1, (1, 400)) - 3}
    picture = whatever_comes_in(units)
    for row, z in enumerate(units.values()):
        for axes, values in zip(picture.figure.axes[3 * row:], (z, z, normalized(z)), strict=False):
            assert_bars_hold(axes.patches[0], values)
            assert axes.lines[0].get_xdata()[0] == pytest.approx(values.mean(), abs=1e-9)
        _, own, after = (axes.patches[0].get_data()[0]
                         for axes in picture.figure.axes[3 * row:3 * row + 3])
        assert own == pytest.approx(after, abs=0.003), "another shape than before"
    assert picture.figure.axes[0].get_xlim() == picture.figure.axes[3].get_xlim()
    skewed = picture.readout.splitlines()[3]
    assert f"positive {(units['skewed'] > units['skewed'].mean()).mean():.0%}" in skewed
    assert "variance 0.999" in skewed or "variance 1.000" in skewed


def test_sigmoid_input_follows_its_sliders(z, settings):
    panel = sigmoid_input(z)
    for values in settings(panel):
        z_tilde = values["gamma"] * normalized(z) + values["beta"]
        a = 1 / (1 + np.exp(-z_tilde))
        assert_bars_hold(panel.artists["inputs"], z_tilde)
        heights, edges, _ = panel.artists["outputs"].get_data()
        assert heights == pytest.approx(np.histogram(a, edges)[0] / a.size)
        first, last = panel.artists["used"].get_xdata()[[0, -1]]
        assert share_between(z_tilde, first - 1e-9, last + 1e-9) == pytest.approx(
            0.95 if values["gamma"] else 1, abs=0.01)
        linear, flat = panel.readout.splitlines()
        assert f"{(np.abs(z_tilde) < linear_limit()).mean():.0%} of" in linear
        assert f": {((a < 0.05) | (a > 0.95)).mean():.0%}" in flat


def test_network_shapes_follow_their_sliders(settings):
    panel = network_shapes(n0=50, classes=7)
    for values in settings(panel):
        m, n1, n2 = values["m"], values["n1"], values["n2"]
        shapes = [text.get_text() for text in panel.artists["flowing"]]
        units = (50, n1, n1, n1, n1, n2, n2, n2, n2, 7, 7)
        assert shapes == [f"({n}, {m})" for n in units]
        learned = [text.get_text().split(": ")[1] for text in panel.artists["learned"]]
        assert learned == [f"({n1}, 50)", f"({n1}, 1)", f"({n2}, {n1})", f"({n2}, 1)",
                           f"(7, {n2})", "(7, 1)"]
        count = 50 * n1 + 2 * n1 + n1 * n2 + 2 * n2 + 7 * n2 + 7
        assert f"{count:,} learned" in panel.readout and f"{2 * (n1 + n2)} of" in panel.readout
