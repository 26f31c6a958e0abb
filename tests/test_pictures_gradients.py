"""Pictures of batch norm, backward: against numerical gradients."""

import numpy as np
import pytest

from helpers.gradient_check import numerical_gradient
from helpers.pictures.batch_norm_gradients import (
    ARROWS,
    BOXES,
    computational_graph,
    one_example_moves,
    weight_scale,
)

pytestmark = pytest.mark.nb03

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


def test_one_example_bars_are_the_derivatives_of_the_loss_and_stay_on_their_axes(settings):
    panel = one_example_moves(Z, DZ_TILDE, moved=3)
    drawn = panel.artists
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
        np.testing.assert_allclose(heights(drawn["bars"]), right, atol=1e-7)
        np.testing.assert_allclose(heights(drawn["wrong_bars"]), wrong, atol=1e-7)
        np.testing.assert_array_equal(heights(drawn["upstream"]), upstream)
        np.testing.assert_array_equal(drawn["dots"].get_ydata(), z)
        np.testing.assert_allclose(drawn["mean"].get_ydata(), mu)
        for bars in ("bars", "wrong_bars", "upstream"):
            low, high = drawn[bars][0].axes.get_ylim()
            assert low <= heights(drawn[bars]).min() and heights(drawn[bars]).max() <= high


def test_one_example_readout():
    panel = one_example_moves(Z, DZ_TILDE, moved=3)
    _, sums, products, rest = panel.readout.splitlines()
    mistaken = DZ_TILDE[0] / np.sqrt(Z.var() + 1e-5)
    z_norm = (Z[0] - Z.mean()) / Z.std()
    assert sums.split()[-2:] == ["0.00", f"{mistaken.sum():.2f}"]
    assert products.split()[-2:] == ["0.00", f"{mistaken @ z_norm:.2f}"]
    assert f"dβ {DZ_TILDE.sum():.2f}" in rest and f"dγ {(DZ_TILDE[0] @ z_norm):.2f}" in rest
    right = mistaken - mistaken.mean() - z_norm * (mistaken @ z_norm) / 7
    off = np.linalg.norm(mistaken - right) / np.linalg.norm(right)
    assert rest.endswith(f"off by: {off:.0%} of dz's length")
    panel.set(gamma=0)
    assert panel.readout.endswith("dz is 0")


@pytest.fixture
def layer(rng):
    W, X = rng.normal(size=(3, 5)), rng.normal(size=(5, 20)) + 1
    gamma, beta = rng.uniform(0.5, 2, size=(3, 1)), rng.normal(size=(3, 1))
    return W, X, gamma, beta, rng.normal(size=(3, 20))


def layer_output(W, X, gamma, beta, epsilon):
    Z = W @ X
    Z_c = Z - Z.mean(1, keepdims=True)
    return gamma * Z_c / np.sqrt(Z.var(1, keepdims=True) + epsilon) + beta


def length_of_dW(layer, c, epsilon):
    W, X, gamma, beta, upstream = layer
    return np.linalg.norm(numerical_gradient(
        lambda V: np.sum(upstream * layer_output(V, X, gamma, beta, epsilon)), c * W, 1e-5 * c))


def test_weight_scale_follows_the_mathematics(settings, layer):
    W, X, gamma, beta, _ = layer
    panel = weight_scale(*layer)
    for values in settings(panel, random_moves=5):
        c, epsilon = values["c"], values["epsilon"]
        for shown, scale, added in zip(panel.artists["dots"].get_data(), (1, c), (0, epsilon),
                                       strict=True):
            expected = layer_output(scale * W, X, gamma, beta, added)
            np.testing.assert_allclose(shown, expected.ravel(), atol=1e-9)
        (at,), (length,) = panel.artists["point"].get_data()
        assert at == c and length == pytest.approx(length_of_dW(layer, c, epsilon), rel=1e-6)
        scales, lengths = panel.artists["curve"].get_data()
        assert np.exp(np.interp(np.log(c), np.log(scales), np.log(lengths))) == pytest.approx(
            length, rel=0.05)
        if epsilon == 0:
            np.testing.assert_allclose(lengths * scales, lengths[30], rtol=1e-9)
            assert "below 1e-9" in panel.readout and "1.0000" in panel.readout


@pytest.mark.parametrize("c", [1e-3, 1])  # epsilon shows at c = 1 as well
def test_weight_scale_says_how_epsilon_breaks_the_rule(layer, c):
    panel = weight_scale(*layer)
    panel.set(c=c, epsilon=1e-2)
    ratio = float(panel.readout.splitlines()[-1].split("|")[-1].split()[0])
    assert ratio == pytest.approx(c * length_of_dW(layer, c, 1e-2) / length_of_dW(layer, 1, 0),
                                  abs=1e-4)
    assert ratio != 1 and (ratio < 0.1) == (c < 1) and "below" not in panel.readout


def test_graph_has_a_local_derivative_on_every_arrow():
    texts = [text.get_text() for text in computational_graph().figure.axes[0].texts]
    for start, end, derivative, _ in ARROWS:
        assert {start, end} <= set(BOXES) and derivative in texts
