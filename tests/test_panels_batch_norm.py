import numpy as np
import pytest

from helpers.figures.batch_norm import (
    BAR_EDGES,
    ScaleAndShiftScene,
    WhateverComesInScene,
    linear_limit,
    stretched,
)
from helpers.panels.batch_norm import network_shapes, scale_and_shift, sigmoid_input


@pytest.fixture
def z(rng):
    return rng.gamma(3, 0.8, (1, 500)) - 1


def normalized(z, epsilon=1e-5):
    return (z - z.mean()) / np.sqrt(z.var() + epsilon)


def share_between(values, low, high):
    return ((values > low) & (values < high)).mean()


def assert_bars_hold(bars, values, gamma):
    """Every bar's height is the share of `values` between its two edges."""
    heights, edges, _ = bars.get_data()
    assert np.all(np.diff(edges) >= 0) and heights.sum() == pytest.approx(1)
    if gamma == 0:
        return
    for height, low, high in list(zip(heights, edges[:-1], edges[1:], strict=True))[1:-1]:
        assert height == pytest.approx(share_between(values, low, high), abs=1e-9)


def test_scale_and_shift_follows_its_sliders(z, settings):
    panel = scale_and_shift(z)
    for values in settings(panel):
        z_tilde = values["gamma"] * normalized(z) + values["beta"]
        assert_bars_hold(panel.scene.after, z_tilde, values["gamma"])
        assert panel.scene.mean_line.get_xdata()[0] == pytest.approx(values["beta"], abs=1e-9)
        words = panel.scene.readout.splitlines()[1].split()
        assert float(words[2]) == pytest.approx(values["beta"], abs=0.006)
        assert float(words[5]) == pytest.approx(z_tilde.std(), abs=0.006)


def test_bars_never_run_off_the_top(z, settings):
    panel = scale_and_shift(z)
    top = panel.scene.figure.axes[0].get_ylim()[1]
    for _ in settings(panel):
        assert 0.5 * top < panel.scene.after.get_data()[0].max() < top


def test_undo_lays_z_tilde_on_z(z):
    panel = scale_and_shift(z)
    (undo,) = [button for label, button in panel.buttons.items() if label.startswith("undo")]
    undo.click()
    assert panel.values["gamma"] == pytest.approx(np.sqrt(z.var() + 1e-5), rel=1e-12)
    assert panel.values["beta"] == pytest.approx(z.mean(), rel=1e-12)
    assert_bars_hold(panel.scene.after, z, 1)
    assert "undone" in panel.scene.readout
    panel.set(gamma=z.std())
    assert "undone" not in panel.scene.readout


def test_sliders_reach_the_undo_of_a_far_and_wide_unit(z):
    panel = scale_and_shift(40 * z + 100)
    (undo,) = [button for label, button in panel.buttons.items() if label.startswith("undo")]
    undo.click()
    assert "undone" in panel.scene.readout


def test_dashed_outline_is_z(z):
    outline = ScaleAndShiftScene(z).figure.axes[0].patches[0]
    assert_bars_hold(outline, z, 1)


def test_stretched_mirrors_for_a_negative_gamma():
    shares = np.arange(BAR_EDGES.size - 1)
    heights, edges = stretched(shares, -2.0, 1.0)
    assert heights[0] == shares[-1] and edges[0] == 1 - 2 * BAR_EDGES[-1]


def test_whatever_comes_in_is_normalized(rng):
    units = {"wide": rng.normal(100, 22, (1, 400)), "skewed": rng.exponential(0.1, (1, 400)) - 3}
    scene = WhateverComesInScene(units)
    for row, z in enumerate(units.values()):
        for axes, values in zip(scene.figure.axes[2 * row:], (z, normalized(z)), strict=False):
            heights, edges, _ = axes.patches[0].get_data()
            assert heights.sum() == pytest.approx(1)
            for height, low, high in zip(heights, edges[:-1], edges[1:], strict=True):
                assert height == pytest.approx(share_between(values, low, high), abs=0.003)
            assert axes.lines[0].get_xdata()[0] == pytest.approx(values.mean(), abs=1e-9)
    skewed = scene.readout.splitlines()[1]
    assert f"positive {(units['skewed'] > units['skewed'].mean()).mean():.0%}" in skewed
    assert "variance 0.999" in skewed or "variance 1.000" in skewed


def test_linear_limit_is_where_the_tangent_is_off_by_the_tolerance():
    for tolerance in (0.01, 0.05, 0.2):
        limit = linear_limit(tolerance)
        gap = 0.5 + limit / 4 - 1 / (1 + np.exp(-limit))
        assert gap == pytest.approx(tolerance, abs=1e-4) and gap < tolerance


def test_sigmoid_input_follows_its_sliders(z, settings):
    panel = sigmoid_input(z)
    for values in settings(panel):
        z_tilde = values["gamma"] * normalized(z) + values["beta"]
        a = 1 / (1 + np.exp(-z_tilde))
        assert_bars_hold(panel.scene.inputs, z_tilde, values["gamma"])
        heights, edges, _ = panel.scene.outputs.get_data()
        assert heights == pytest.approx(np.histogram(a, edges)[0] / a.size)
        assert heights.sum() == pytest.approx(1)
        first, last = panel.scene.used.get_xdata()[[0, -1]]
        assert share_between(z_tilde, first - 1e-9, last + 1e-9) == pytest.approx(
            0.95 if values["gamma"] else 1, abs=0.01)
        linear, flat = panel.scene.readout.splitlines()
        assert f"{(np.abs(z_tilde) < linear_limit()).mean():.0%} of" in linear
        assert f": {((a < 0.05) | (a > 0.95)).mean():.0%}" in flat


def test_network_shapes_follow_their_sliders(settings):
    panel = network_shapes(n0=50, classes=7)
    for values in settings(panel):
        m, n1, n2 = values["m"], values["n1"], values["n2"]
        units = {"X": 50, "Z1": n1, "Z_tilde1": n1, "A1": n1, "Z2": n2, "Z_tilde2": n2, "A2": n2,
                 "Z3": 7, "A3": 7}
        shown = [(name, text.get_text()) for name, text in panel.scene.flowing]
        assert len(shown) == 11 and {name for name, _ in shown} == set(units)
        assert all(shape == f"({units[name]}, {m})" for name, shape in shown)
        learned = {name: text.get_text().split(": ")[1]
                   for name, text in panel.scene.learned.items()}
        assert learned == {
            "W1": f"({n1}, 50)", "gamma1, beta1": f"({n1}, 1)", "W2": f"({n2}, {n1})",
            "gamma2, beta2": f"({n2}, 1)", "W3": f"(7, {n2})", "b3": "(7, 1)",
        }
        count = 50 * n1 + 2 * n1 + n1 * n2 + 2 * n2 + 7 * n2 + 7
        assert f"{count:,} learned" in panel.scene.readout


@pytest.mark.parametrize("panel", [scale_and_shift, sigmoid_input])
def test_panels_leave_their_data_alone(panel, z):
    before = z.copy()
    panel(z).set(gamma=2.0, beta=1.0)
    assert np.array_equal(z, before)


def test_network_panel_has_a_description_that_names_what_is_seen():
    assert "batch norm" in network_shapes().scene.description
