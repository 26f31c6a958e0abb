import numpy as np
import pytest

from helpers.datasets import load_mnist, load_penguins
from helpers.figures.loss_bowl import STEPS
from helpers.figures.normalization import BowlsScene, CloudScene
from helpers.panels.normalization import deep_activations, loss_contours


def preprocessed(name):
    X, Y = load_penguins()
    mu = X.mean(axis=1, keepdims=True)
    return {
        "raw": X,
        "centred": X - mu,
        "normalized": (X - mu) / X.std(axis=1, keepdims=True),
        "centred, divided by sigma^2": (X - mu) / X.var(axis=1, keepdims=True),
        "divided by sqrt(mean of x^2)": X / ((X**2).mean(axis=1, keepdims=True)) ** 0.5,
    }[name], Y


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


def test_loss_contours_follow_their_controls(contours, settings):
    for values in settings(contours):
        X, Y = preprocessed(values["preprocessing"])
        path, J = descent(X, Y, values["learning_rate"], STEPS)
        bowl = contours.scene.bowls[values["preprocessing"]]
        drawn = np.transpose(contours.scene.path.get_data())
        # Far above the stable rate rounding errors grow from step to step: compare the first.
        compared = STEPS + 1 if values["learning_rate"] < bowl.stable else 10
        np.testing.assert_allclose(drawn[:compared], path[:compared, :2], rtol=1e-6, atol=1e-9)
        curve = contours.scene.curve.get_ydata()
        expected = np.clip(J - bowl.lowest, 1e-7, 10)[:compared]
        np.testing.assert_allclose(curve[:compared], expected, rtol=1e-5, atol=1e-9)
        if J[-1] > J[0] + 1:
            assert ", ends above its start" in contours.scene.readout
        if values["learning_rate"] < bowl.stable:
            assert "the loss rose" not in contours.scene.readout


@pytest.mark.parametrize("name, flat, full, steps", [
    ("raw", "5,156", "2.6e7", "not in 3000 steps"),
    ("centred", "77", "197", "after 761 steps"),
    ("normalized", "3.7", "3.7", "after 37 steps"),
    ("centred, divided by sigma^2", "77", "296", "after 2495 steps"),
    ("divided by sqrt(mean of x^2)", "148", "2,977", "not in 3000 steps"),
])
def test_readout_tells_the_condition_and_the_steps(contours, name, flat, full, steps):
    contours.set(preprocessing=name)
    contours.buttons["alpha = 1/L"].click()
    X, Y = preprocessed(name)
    X1 = np.vstack([X, np.ones(X.shape[1])])
    eigenvalues = np.linalg.eigvalsh(X1 @ X1.T / X.shape[1] / 4)
    assert np.isclose(contours.controls["learning_rate"].value, 1 / eigenvalues[-1])
    assert f"condition number {flat} over (w1, w2), {full} over" in contours.scene.readout
    assert f"with alpha = 1/L {steps}" in contours.scene.readout
    if steps.startswith("after"):
        count = int(steps.split()[1])
        _, J = descent(X, Y, 1 / eigenvalues[-1], count)
        lowest = contours.scene.bowls[name].lowest
        assert J[count] <= lowest + 1e-3 < J[count - 1]


def test_the_window_holds_start_and_lowest_point(contours):
    for name, bowl in contours.scene.bowls.items():
        contours.set(preprocessing=name)
        xlim, ylim = contours.scene.plane.get_xlim(), contours.scene.plane.get_ylim()
        for point in ((0, 0), bowl.bottom[:, 0]):
            assert xlim[0] < point[0] < xlim[1] and ylim[0] < point[1] < ylim[1]
        # The marked point is the lowest at b = 0: the loss rises from it in all directions.
        X, Y = preprocessed(name)
        around = bowl.bottom + 0.05 * np.abs(bowl.bottom).max() * np.array(
            [[0, 1, -1, 0, 0], [0, 0, 0, 1, -1]])
        z = around.T @ X
        J = np.mean(np.logaddexp(0, z) - Y * z, axis=1)
        assert J.argmin() == 0


def test_the_contours_are_the_loss_at_b_0(contours):
    for name, bowl in contours.scene.bowls.items():
        X, Y = preprocessed(name)
        w1, w2, J = bowl.surface()
        for row, column in ((0, 0), (10, 90), (70, 30)):
            z = w1[column] * X[0] + w2[row] * X[1]
            z_of_truth = np.where(Y[0] == 1, z, -z)  # -log A or -log(1 - A): log(1 + exp(-this))
            expected = np.mean(np.log1p(np.exp(-np.abs(z_of_truth))) + np.maximum(-z_of_truth, 0))
            assert J[row, column] == pytest.approx(expected, rel=1e-6)


def test_only_another_preprocessing_redraws_the_contours(contours):
    contours.set(preprocessing="centred")
    background, lines = contours.scene._background, contours.scene.contours
    contours.set(learning_rate=0.01)
    assert contours.scene._background is background
    contours.set(preprocessing="raw")
    assert contours.scene._background is not background
    assert contours.scene.contours is not lines
    # The old contours are gone: tints, lines and nothing else.
    assert len(contours.scene.plane.collections) == 2


def test_buttons_keep_to_the_bowl_shown(contours):
    for label, fraction in (("alpha = 1/L", 0.5), ("0.95 x 2/L", 0.95), ("1.5 x 2/L", 1.5)):
        contours.set(preprocessing="normalized")
        contours.buttons[label].click()
        stable = contours.scene.bowls["normalized"].stable
        assert contours.values["learning_rate"] == pytest.approx(fraction * stable)
    contours.buttons["reset"].click()
    assert contours.values == {"preprocessing": "raw", "learning_rate": pytest.approx(1e-4)}


@pytest.mark.parametrize("features, unit", [
    (("bill_length_mm", "body_mass_g"), 1),
    (("flipper_length_mm", "bill_depth_mm"), 1000),
])
def test_the_slider_reaches_every_button_whatever_the_units(features, unit):
    X, Y = load_penguins(features)
    panel = loss_contours(X / unit, Y)
    for name, bowl in panel.scene.bowls.items():
        panel.set(preprocessing=name)
        panel.buttons["1.5 x 2/L"].click()
        assert panel.values["learning_rate"] == pytest.approx(1.5 * bowl.stable)
        panel.buttons["alpha = 1/L"].click()
        assert panel.values["learning_rate"] == pytest.approx(bowl.stable / 2)
        assert "the loss rose" not in panel.scene.readout


def test_static_scenes_draw_what_they_say():
    X, Y = load_penguins()
    cloud = CloudScene(X, Y)
    assert cloud.readout.startswith("feature 1: mean 201.0, spread 14.0")
    for ax, name in zip(cloud.figure.axes, ("raw", "centred", "normalized"), strict=True):
        for line, label in zip(ax.lines[:2], (0, 1), strict=True):
            expected = preprocessed(name)[0][:, Y[0] == label]
            np.testing.assert_allclose(line.get_data(), expected)
    bowls = BowlsScene(X, Y, ("centred", "normalized"))
    assert "after 761 steps" in bowls.readout and "raw" not in bowls.readout
    for ax, name in zip(bowls.figure.axes, ("centred", "normalized"), strict=True):
        X_changed, _ = preprocessed(name)
        X1 = np.vstack([X_changed, np.ones(X.shape[1])])
        alpha = 4 * X.shape[1] / np.linalg.eigvalsh(X1 @ X1.T)[-1]
        path, _ = descent(X_changed, Y, alpha, STEPS)
        np.testing.assert_allclose(ax.lines[1].get_xydata(), path[:, :2], atol=1e-6)
    assert cloud.png() and bowls.png()


@pytest.fixture(scope="module")
def deep():
    X, _ = load_mnist("train", side=7)
    return deep_activations(X[:, :200], np.random.default_rng(0))


def layers_again(weights, A, scale, normalize, activation):
    """The same network, its normalization written with numpy's own mean and variance."""

    def normalized(V):
        return (V - V.mean(1, keepdims=True)) / np.sqrt(V.var(1, keepdims=True) + 1e-5)

    g = {"sigmoid": lambda Z: 1 / (1 + np.exp(-Z)), "tanh": np.tanh,
         "ReLU": lambda Z: Z * (Z > 0)}[activation]
    for W in weights:
        Z = W @ A * scale
        if normalize == "z":
            Z = normalized(Z)
        A = normalized(g(Z)) if normalize == "a" else g(Z)
        yield Z, A


def test_deep_activations_follow_their_controls(deep, settings):
    scene = deep.scene
    for values in settings(deep):
        again = list(layers_again(scene.weights, scene.X, **values))
        rows = {line[:18].strip(): line[18:].split() for line in scene.readout.splitlines()[1:]}
        for name, position in (("z", 0), ("a", 1)):
            for layer, pair in enumerate(again):
                drawn = scene.bars[name][layer].get_data()
                edges, expected = drawn.edges, pair[position]
                # Beyond the axis a value counts in the last bar.
                expected_counts, _ = np.histogram(
                    np.minimum(np.maximum(expected, edges[0]), edges[-1]), edges)
                np.testing.assert_allclose(
                    drawn.values, expected_counts / expected_counts.max(), atol=0.01)
                # The outline is the first unit alone.
                outline = scene.outlines[name][layer].get_data().values
                first = np.minimum(np.maximum(expected[0], edges[0]), edges[-1])
                first_counts, _ = np.histogram(first, edges)
                assert outline.max() == 1
                np.testing.assert_allclose(
                    outline, first_counts / first_counts.max(), atol=0.05)
                assert float(rows[f"{name}  mean"][layer]) == pytest.approx(
                    expected.mean(), rel=6e-3, abs=6e-5)
                assert float(rows[f"{name}  spread"][layer]) == pytest.approx(
                    expected.std(axis=1).mean(), rel=6e-3, abs=6e-5)


def test_mean_slope_of_the_activation(deep):
    for activation in ("sigmoid", "tanh", "ReLU"):
        scene = deep.scene
        for Z, A, slope in scene.forward(1.0, "nothing", activation):
            h = 1e-6
            g = {"sigmoid": lambda Z: 1 / (1 + np.exp(-Z)), "tanh": np.tanh,
                 "ReLU": lambda Z: np.maximum(Z, 0)}[activation]
            np.testing.assert_allclose(A, g(Z), atol=1e-6)
            away = np.abs(Z) > 2 * h
            numeric = (g(Z + h) - g(Z - h)) / (2 * h)
            np.testing.assert_allclose(slope[away], numeric[away], atol=1e-3)


def test_normalized_layers_have_mean_0_and_variance_1(deep):
    for Z, _, _ in deep.scene.forward(1.0, "z", "tanh"):
        np.testing.assert_allclose(Z.mean(axis=1), 0, atol=1e-6)
        np.testing.assert_allclose(Z.var(axis=1), 1, atol=0.01)


def test_normalizing_z_makes_a_layer_indifferent_to_the_scale_of_its_weights(deep):
    def last(scale, normalize):
        return deep.scene.forward(scale, normalize, "tanh")[-1][0]

    np.testing.assert_allclose(last(1.0, "z"), last(5.0, "z"), atol=0.02)
    assert np.isclose(last(5.0, "a").std() / last(1.0, "a").std(), 5, rtol=0.2)
