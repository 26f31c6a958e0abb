"""Pictures of input normalization: against a descent and a network written another way."""

from unittest.mock import patch

import numpy as np
import pytest

from helpers.datasets import load_mnist, load_penguins
from helpers.normalization import PREPROCESSING, STEPS, Bowl
from helpers.pictures.deep_activations import deep_activations, layers_of, random_weights
from helpers.pictures.normalization import bowls, cloud, loss_contours
from helpers.pictures.style import INK, WRONG

pytestmark = pytest.mark.nb01


def preprocessed(name):
    X, Y = load_penguins()
    return PREPROCESSING[name](X), Y


def descent(X, Y, alpha, steps):
    """Gradient descent written another way: one matrix with a row of ones."""
    X1, theta = np.vstack([X, np.ones(X.shape[1])]), np.zeros(3)
    path, J = [theta], []
    for _ in range(steps):
        z = np.clip(theta @ X1, -500, 500)
        theta = theta - alpha * X1 @ (1 / (1 + np.exp(-z)) - Y[0]) / X.shape[1]
        path.append(theta)
    for theta in path:
        z = theta @ X1
        J.append(np.mean(np.maximum(z, 0) - Y[0] * z + np.log1p(np.exp(-np.abs(z)))))
    return np.array(path), np.array(J)


@pytest.fixture(scope="module")
def contours():
    return loss_contours(*load_penguins())


@pytest.fixture(scope="module")
def bowl_of():
    X, Y = load_penguins()
    return {name: Bowl(change(X), Y) for name, change in PREPROCESSING.items()}


def test_loss_contours_follow_their_controls(contours, bowl_of, settings):
    right = contours.figure.axes[1]
    for values in settings(contours):
        X, Y = preprocessed(values["preprocessing"])
        path, J = descent(X, Y, values["learning_rate"], STEPS)
        bowl = bowl_of[values["preprocessing"]]
        drawn = np.transpose(contours.artists["path"].get_data())
        # Far above the stable rate rounding errors grow from step to step: compare the first.
        step = values["step"]
        compared = step + 1 if values["learning_rate"] < bowl.stable else min(step + 1, 10)
        np.testing.assert_allclose(drawn[:compared], path[:compared, :2], rtol=1e-6, atol=1e-9)
        curve = contours.artists["curve"].get_ydata()
        assert len(drawn) == len(curve) == step + 1, "the path is drawn up to this step"
        assert tuple(np.ravel(contours.artists["here"].get_data())) == tuple(drawn[-1])
        assert contours.readout.startswith(f"step {step}: w1 = ")
        mistake = values["preprocessing"] not in ("raw", "centred", "normalized")
        for name in ("path", "curve"):
            assert contours.artists[name].get_color() == (WRONG if mistake else INK)
        expected = np.clip(J - bowl.lowest, 1e-7, None)
        np.testing.assert_allclose(curve[:compared], expected[:compared], rtol=1e-5, atol=1e-9)
        assert expected.max() < 1.01 * right.get_ylim()[1], "an exploding loss leaves the picture"
        if J[-1] > J[0] + 1:
            assert ", ends above its start" in contours.readout
        if values["learning_rate"] < bowl.stable:
            assert "the loss rose" not in contours.readout


@pytest.mark.parametrize("name", PREPROCESSING)
def test_a_button_starts_anew_and_the_readout_tells_the_stable_rate(contours, name):
    contours.set(preprocessing=name, step=30)
    contours.buttons["α = 0.5 × stable"].click()
    assert contours.values["step"] == 0
    X, Y = preprocessed(name)
    X1 = np.vstack([X, np.ones(X.shape[1])])
    eigenvalues = np.linalg.eigvalsh(X1 @ X1.T / X.shape[1] / 4)
    rate = contours.controls["learning_rate"]
    assert np.isclose(rate.value, 1 / eigenvalues[-1])
    assert contours.readout.endswith(
        f"α = {rate.box.value} = 0.5 × stable ({2 / eigenvalues[-1]:.3g})"), "unlike the box"


def test_numbers_stay_short_and_a_dot_off_the_map_is_said(contours, bowl_of):
    contours.set(preprocessing="raw", learning_rate=2.5, step=0)
    assert "off the map" not in contours.readout
    contours.set(step=1)
    assert "(off the map)" in contours.readout
    assert f"{round(2.5 / bowl_of['raw'].stable, -2):,.0f} × stable" in contours.readout
    _, J = descent(*preprocessed("raw"), 2.5, 1)
    assert f"J = {J[1]:.4g}\n" in contours.readout


def test_the_steps_one_watches_are_those_of_one_descent(contours):
    contours.set(preprocessing="normalized", step=0)
    contours.buttons["α = 0.95 × stable"].click()
    step, (curve, path) = contours.controls["step"], (
        contours.artists[name] for name in ("curve", "path"))
    with patch("helpers.pictures.normalization.descend", side_effect=AssertionError("again")):
        for number in (1, 2, 200, 5):
            step.value = number
            assert len(curve.get_xdata()) == len(path.get_xdata()) == number + 1
    assert contours.values["learning_rate"] == pytest.approx(
        0.95 * Bowl(*preprocessed("normalized")).stable)


def test_the_window_holds_start_and_lowest_point_and_the_last_contours_alone(contours, bowl_of):
    plane = contours.figure.axes[0]
    for name, bowl in bowl_of.items():
        contours.set(preprocessing=name)
        xlim, ylim = plane.get_xlim(), plane.get_ylim()
        assert tuple(np.ravel(plane.lines[1].get_data())) == pytest.approx(tuple(bowl.bottom[:, 0]))
        for point in ((0, 0), bowl.bottom[:, 0]):
            assert xlim[0] < point[0] < xlim[1] and ylim[0] < point[1] < ylim[1]
        assert len(plane.collections) == 2, "tints and lines of the bowl shown, and no others"
        X, Y = preprocessed(name)  # the loss rises from the marked point in all directions
        around = bowl.bottom + 0.05 * np.abs(bowl.bottom).max() * np.array(
            [[0, 1, -1, 0, 0], [0, 0, 0, 1, -1]])
        z = around.T @ X
        assert np.mean(np.logaddexp(0, z) - Y * z, axis=1).argmin() == 0


@pytest.mark.parametrize("features, unit", [
    (("bill_length_mm", "body_mass_g"), 1),
    (("flipper_length_mm", "bill_depth_mm"), 1000),
])
def test_the_buttons_reach_their_rates_exactly_whatever_the_units(features, unit):
    X, Y = load_penguins(features)
    panel = loss_contours(X / unit, Y)
    for name, change in PREPROCESSING.items():
        bowl = Bowl(change(X / unit), Y)
        panel.set(preprocessing=name)
        for fraction in (1.5, 0.95, 0.5):
            panel.buttons[f"α = {fraction} × stable"].click()
            assert panel.values["learning_rate"] == pytest.approx(fraction * bowl.stable, rel=1e-9)
        assert "the loss rose" not in panel.readout


def test_still_pictures_draw_what_they_say():
    X, Y = load_penguins()
    picture = cloud(X, Y, ("flipper", "bill"), "mm", ("female", "male"))
    assert picture.readout.startswith("flipper: mean 201 mm, standard deviation 14 mm")
    for axes, name in zip(picture.figure.axes, ("raw", "centred", "normalized"), strict=True):
        assert ("mm" in axes.get_xlabel()) == (name != "normalized")
        for line, label in zip(axes.lines[:2], (0, 1), strict=True):
            expected = preprocessed(name)[0][:, Y[0] == label]
            np.testing.assert_allclose(line.get_data(), expected)


@pytest.mark.parametrize("name, condition, full, steps", [
    ("raw", "5,160", "26,300,000", None),
    ("centred", "77.1", "197", 761),
    ("normalized", "3.74", "3.74", 37),
    ("centred, divided by sigma^2", "77.1", "296", None),
    ("divided by sqrt(mean of x^2)", "148", "2,980", None),
])
def test_bowls_draw_and_count_the_descent_at_half_the_stable_rate(name, condition, full, steps):
    X, Y = preprocessed(name)
    X1 = np.vstack([X, np.ones(X.shape[1])])
    alpha = 4 * X.shape[1] / np.linalg.eigvalsh(X1 @ X1.T)[-1]
    picture = bowls({"beside it": preprocessed("normalized")[0], name: X}, Y)
    (title, numbers), axes = picture.readout.splitlines()[2:], picture.figure.axes[1]
    path, J = descent(X, Y, alpha, 1000)
    np.testing.assert_allclose(
        axes.lines[1].get_xydata(), path[:STEPS + 1, :2], rtol=1e-6, atol=1e-6)
    assert axes.lines[1].get_color() == (WRONG if "divided" in name else INK)
    assert title.startswith(f"{name}: lowest J = 0.")
    assert numbers.strip() == f"condition number {condition}, with b {full}"
    lowest = Bowl(X, Y).lowest
    if steps:
        assert title.endswith(f"of it after {steps} steps")
        assert J[steps] <= lowest + 1e-3 < J[steps - 1]
    else:
        assert title.endswith("in 1,000 steps") and J[-1] > lowest + 1e-3


@pytest.fixture(scope="module")
def deep():
    X, _ = load_mnist("train", side=7)
    return X[:, :200], random_weights(49, np.random.default_rng(0))


ACTIVATIONS = {"sigmoid": lambda Z: 1 / (1 + np.exp(-Z)), "tanh": np.tanh,
               "ReLU": lambda Z: Z * (Z > 0)}


def layers_again(A, weights, scale, normalize, activation):
    """The same network, its normalization written with numpy's own mean and variance."""

    def normalized(V):
        return (V - V.mean(1, keepdims=True)) / np.sqrt(V.var(1, keepdims=True) + 1e-5)

    for W in weights:
        Z = W @ A * scale
        Z = normalized(Z) if normalize == "z" else Z
        A = ACTIVATIONS[activation](Z)
        A = normalized(A) if normalize == "a" else A
        yield Z, A


def test_deep_activations_follow_their_controls(deep, settings):
    panel = deep_activations(*deep)
    for values in settings(panel):
        again = list(layers_again(*deep, **values))
        rows = {line[:18].strip(): line[18:].split() for line in panel.readout.splitlines()[1:]}
        for name, position in (("z", 0), ("a", 1)):
            spreads = [pair[position].std(axis=1).mean() for pair in again]
            assert panel.artists[name].get_ydata() == pytest.approx(spreads, rel=1e-4)
            low, high = panel.artists[name].axes.get_ylim()
            assert low < min(spreads) and max(spreads) < high
            for layer, pair in enumerate(again):
                V = pair[position]
                V = V[V.std(axis=1) > 1e-12]
                shape = (V - V.mean(1, keepdims=True)) / V.std(1, keepdims=True)
                heights, edges, _ = panel.artists[f"{name}_bars"][layer].get_data()
                expected = np.histogram(shape, edges)[0]
                assert heights.max() == 1
                np.testing.assert_allclose(heights, expected / expected.max(), atol=0.02)
                assert float(rows[f"{name}  mean"][layer]) == pytest.approx(
                    pair[position].mean(), rel=6e-3, abs=6e-5)
                assert float(rows[f"{name}  spread"][layer]) == pytest.approx(
                    spreads[layer], rel=6e-3, abs=6e-5)


def test_mean_slope_of_the_activation(deep):
    for activation, g in ACTIVATIONS.items():
        for Z, A, slope in layers_of(*deep, 1.0, "nothing", activation):
            h = 1e-6
            np.testing.assert_allclose(A, g(Z), atol=1e-6)
            away = np.abs(Z) > 2 * h
            numeric = (g(Z + h) - g(Z - h)) / (2 * h)
            np.testing.assert_allclose(slope[away], numeric[away], atol=1e-3)
