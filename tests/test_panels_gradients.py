import numpy as np
import pytest

from helpers.batch_norm import batch_norm_backward, batch_norm_forward
from helpers.figures.batch_norm_gradients import (
    MISTAKES,
    ComputationalGraphScene,
    mistaken_gradient,
)
from helpers.gradient_check import numerical_gradient
from helpers.panels.batch_norm_gradients import one_example_moves, weight_scale

Z = np.array([[1.0, -2.5, 0.5, 3.0, -1.0, 2.0, -0.5]])
DZ_TILDE = np.array([[0.8, -0.6, 1.1, 0.4, -1.0, 0.3, -0.4]])


def heights(bars):
    return np.array([bar.get_height() for bar in bars])


def unit_gradient(z, gamma, upstream, mu=None, variance=None):
    """Numerical gradient of sum(upstream * z_tilde); mu or variance may be held fixed."""

    def loss(z):
        mean = z.mean() if mu is None else mu
        spread = np.mean((z - mean) ** 2) if variance is None else variance
        return np.sum(upstream * gamma * (z - mean) / np.sqrt(spread + 1e-5))

    return numerical_gradient(loss, z)


def test_one_example_bars_are_the_derivatives_of_the_loss(settings):
    panel = one_example_moves(Z, DZ_TILDE, moved=3)
    scene = panel.scene
    for values in settings(panel):
        z, upstream = Z[0].copy(), DZ_TILDE[0].copy()
        z[3], upstream[3] = values["value"], values["upstream"]
        mu, variance = z.mean(), z.var()
        held = {
            "mu": {"mu": mu}, "sigma^2": {"variance": variance},
            "mu and sigma^2": {"mu": mu, "variance": variance},
        }[values["constant"]]
        right = unit_gradient(z, values["gamma"], upstream)
        wrong = unit_gradient(z, values["gamma"], upstream, **held)
        np.testing.assert_allclose(heights(scene.bars), right, atol=1e-7)
        np.testing.assert_allclose(heights(scene.wrong_bars), wrong, atol=1e-7)
        np.testing.assert_array_equal(scene.dots.get_ydata(), z)
        np.testing.assert_allclose(scene.mean_line.get_ydata(), mu)


def test_one_example_readout():
    panel = one_example_moves(Z, DZ_TILDE, moved=3)
    head, sums, products, rest = panel.scene.readout.splitlines()
    mistaken = DZ_TILDE[0] / np.sqrt(Z.var() + 1e-5)
    z_norm = (Z[0] - Z.mean()) / Z.std()
    assert sums.split()[-2:] == ["0.00", f"{mistaken.sum():.2f}"]
    assert products.split()[-2:] == ["0.00", f"{mistaken @ z_norm:.2f}"]
    assert f"dbeta {DZ_TILDE.sum():.2f}" in rest
    assert f"dgamma {(DZ_TILDE[0] @ z_norm):.2f}" in rest
    right = mistaken - mistaken.mean() - z_norm * (mistaken @ z_norm) / 7
    off = np.linalg.norm(mistaken - right) / np.linalg.norm(right)
    assert rest.endswith(f"off by: {off:.0%} of dz's length")
    panel.set(gamma=0)
    assert panel.scene.readout.endswith("dz is 0")


def test_moving_one_example_changes_every_gradient_and_no_bar_leaves_the_picture(settings):
    panel = one_example_moves(Z, DZ_TILDE, moved=3)
    before = heights(panel.scene.bars)
    panel.controls["value"].value = -1.0
    assert (np.abs(heights(panel.scene.bars) - before) > 1e-3).all()
    low, high = panel.scene.bars[0].axes.get_ylim()
    for _ in settings(panel):
        for bars in (panel.scene.bars, panel.scene.wrong_bars):
            assert (low <= heights(bars)).all() and (heights(bars) <= high).all()


@pytest.mark.parametrize("constant", MISTAKES)
def test_mistaken_gradient_is_mistaken(rng, constant):
    gamma = np.array([[2.0], [-0.5]])
    Z2, dZ_tilde = rng.normal(size=(2, 2, 6))
    _, cache = batch_norm_forward(Z2, gamma, 0 * gamma)
    right, _, _ = batch_norm_backward(dZ_tilde, cache)
    assert np.abs(mistaken_gradient(dZ_tilde, cache, constant) - right).max() > 0.01


@pytest.fixture
def layer(rng):
    W, X = rng.normal(size=(3, 5)), rng.normal(size=(5, 20)) + 1
    gamma, beta = rng.uniform(0.5, 2, size=(3, 1)), rng.normal(size=(3, 1))
    return W, X, gamma, beta, rng.normal(size=(3, 20))


def layer_output(W, X, gamma, beta, epsilon):
    Z = W @ X
    Z_c = Z - Z.mean(1, keepdims=True)
    return gamma * Z_c / np.sqrt(Z.var(1, keepdims=True) + epsilon) + beta


def test_weight_scale_follows_the_mathematics(settings, layer):
    W, X, gamma, beta, upstream = layer
    panel = weight_scale(*layer)
    for values in settings(panel, random_moves=5):
        c, epsilon = values["c"], values["epsilon"]
        x, y = panel.scene.dots.get_data()
        for scale, added, shown in ((1, 0, x), (c, epsilon, y)):
            expected = layer_output(scale * W, X, gamma, beta, added)
            np.testing.assert_allclose(shown, expected.ravel(), atol=1e-9)
        dW = numerical_gradient(
            lambda V, e=epsilon: np.sum(upstream * layer_output(V, X, gamma, beta, e)),
            c * W, step=1e-5 * c)
        (at,), (length,) = panel.scene.point.get_data()
        assert at == c
        assert length == pytest.approx(np.linalg.norm(dW), rel=1e-6)
        scales, lengths = panel.scene.curve.get_data()
        assert np.exp(np.interp(np.log(c), np.log(scales), np.log(lengths))) == pytest.approx(
            length, rel=0.05)
        if epsilon == 0:
            np.testing.assert_allclose(lengths * scales, lengths[30], rtol=1e-9)
            assert "below 1e-9" in panel.scene.readout and "1.0000" in panel.scene.readout


def shown_ratio(panel):
    """The number in the readout's last line that is 1 where the rule is exact."""
    return float(panel.scene.readout.splitlines()[-1].split("|")[-1].split()[0])


def test_weight_scale_says_how_epsilon_breaks_the_rule(layer):
    W, X, gamma, beta, upstream = layer
    panel = weight_scale(*layer)

    def length(c, epsilon):
        return np.linalg.norm(numerical_gradient(
            lambda V: np.sum(upstream * layer_output(V, X, gamma, beta, epsilon)),
            c * W, step=1e-5 * c))

    panel.set(c=1e-3, epsilon=1e-2)
    assert shown_ratio(panel) == pytest.approx(1e-3 * length(1e-3, 1e-2) / length(1, 0), abs=1e-4)
    assert shown_ratio(panel) < 0.1
    assert "below" not in panel.scene.readout
    panel.set(c=1, epsilon=1e-2)  # epsilon shows at c = 1 as well
    assert shown_ratio(panel) == pytest.approx(length(1, 1e-2) / length(1, 0), abs=1e-4)
    assert shown_ratio(panel) != 1
    assert "below" not in panel.scene.readout


def test_graph_has_a_local_derivative_on_every_arrow():
    scene = ComputationalGraphScene()
    assert scene.png().startswith(b"\x89PNG")
    texts = [text.get_text() for text in scene.figure.axes[0].texts]
    for start, end, derivative, _ in scene.ARROWS:
        assert {start, end} <= set(scene.BOXES)
        assert derivative in texts
    data, metadata = scene._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == scene.description
