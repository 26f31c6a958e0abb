"""Pictures of batch norm, backward: against numerical gradients."""

import numpy as np
import pytest
from matplotlib.colors import same_color

from helpers.batch_norm import batch_norm_backward, batch_norm_forward
from helpers.gradient_check import numerical_gradient
from helpers.pictures.backward_graph import (
    ARROWS,
    CHOICES,
    OPEN,
    backward_graph,
    forward_values,
    judged,
    nudged,
)
from helpers.pictures.batch_norm_gradients import drifting, one_example_moves, weight_scale
from helpers.pictures.style import AFTER, GREY, WRONG

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
    panel, seen = one_example_moves(Z, DZ_TILDE, moved=3), {}
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
        limits = drawn["bars"][0].axes.get_ylim()
        assert limits == seen.setdefault("limits", limits)  # so that heights compare
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
        shown = np.array([line.get_data() for line in panel.artists["dots"]])
        for axis, scale, added in ((0, 1, 0), (1, c, epsilon)):
            expected = layer_output(scale * W, X, gamma, beta, added)
            np.testing.assert_allclose(shown[:, axis], expected, atol=1e-9)
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


GIVEN = {"z": np.array([1.0, 2, 6]), "gamma": 2.0, "beta": 1.0}
UPSTREAM = np.array([0.5, -1, 0.8])
RIGHT = {name: next(iter(ways)) for name, (_, ways) in CHOICES.items()}
WRONG_WAYS = [(name, way) for name, (_, ways) in CHOICES.items() for way in [*ways][1:]]


def made_of(name):
    """The boxes whose gradients this one's goes into: all those before it on the way forward."""
    before = {start for start, end in ARROWS if end == name}
    return before | {box for start in before for box in made_of(start)}


def test_graph_with_the_right_choices_is_the_backward_pass():
    values, right = forward_values(GIVEN), nudged(GIVEN, UPSTREAM)
    found, verdicts = judged(values, right, RIGHT)
    _, cache = batch_norm_forward(GIVEN["z"][np.newaxis], [[2.0]], [[1.0]])
    dZ, dgamma, dbeta = batch_norm_backward(UPSTREAM[np.newaxis], cache)
    np.testing.assert_allclose(found["z"], dZ[0])
    np.testing.assert_allclose([found["gamma"], found["beta"]], [dgamma.item(), dbeta.item()])
    assert set(verdicts.values()) == {"right"}


@pytest.mark.parametrize(("name", "way"), WRONG_WAYS)
def test_a_wrong_choice_lights_its_box_and_those_made_of_it(name, way):
    _, verdicts = judged(forward_values(GIVEN), nudged(GIVEN, UPSTREAM), RIGHT | {name: way})
    # z_c adds up to 0: what sigma^2 sends there wrongly, dmu's sum takes out again.
    still = {"mu"} if name == "variance" or way == "dz_norm / √(σ²+ε)" else set()
    assert verdicts == {box: "wrong" if box == name else "still" if box in still
                        else "after" if box in made_of(name) else "right" for box in CHOICES}


def test_graph_shows_what_is_judged():
    panel = backward_graph(**GIVEN, dz_tilde=UPSTREAM)
    plates = dict(zip(("z", "mu", "z_c", "variance", "z_norm", "gamma", "beta", "z_tilde"),
                      panel.artists["plates"], strict=True))
    derivatives = dict(zip(ARROWS, panel.artists["derivatives"], strict=True))

    def edges(colour):
        return {name for name, plate in plates.items() if same_color(plate.get_edgecolor(), colour)}

    def seen():
        return {arrow for arrow, text in derivatives.items() if text.get_visible()}

    assert edges(GREY) == set(CHOICES) and not seen() and "next: dβ" in panel.readout
    written = {text.get_text() for text in panel.figure.axes[0].texts}
    assert written >= {"1.00   2.00   6.00", "-2.00   -1.00   3.00", "4.67", "-0.85   0.07   3.78"}
    panel.set(z=RIGHT["z"])  # right, and yet nothing has arrived to make it of
    assert "z" in edges(GREY)
    panel.buttons["show the right ones"].click()
    assert edges(AFTER) == set(plates) and seen() == set(ARROWS) and "complete" in panel.readout
    panel.set(variance=[*CHOICES["variance"][1]][1])
    assert edges(WRONG) == {"variance", "z_c", "z"} and plates["mu"].get_linestyle() == "--"
    assert seen() == {arrow for arrow in ARROWS if arrow[0] in ("z_norm", "gamma", "beta")}
    first, second = panel.readout.splitlines()
    assert first.startswith("4 of 7")
    assert second == "not yet: dσ²   made of wrong numbers: dz_c, dz, dμ (right all the same)"
    assert "dσ² ✘\n0.24" in [text.get_text() for text in panel.artists["words"]]
    panel.set(gamma=OPEN)
    assert "gamma" in edges(GREY)


def test_drifting_draws_every_curve_in_the_colour_of_its_run(rng):
    runs = {name: {"J": rng.uniform(size=9), "|b|": rng.uniform(size=9)}
            for name in ("right", "mistaken, inputs shifted")}
    picture = drifting(runs)
    for axes, name in zip(picture.figure.axes, ("J", "|b|"), strict=True):
        right, mistaken = axes.lines
        assert axes.get_title() == name and axes.get_ylim()[0] == 0
        np.testing.assert_array_equal(right.get_ydata(), runs["right"][name])
        np.testing.assert_array_equal(mistaken.get_ydata(), runs[mistaken.get_label()][name])
        assert same_color(right.get_color(), AFTER) and same_color(mistaken.get_color(), WRONG)
        assert (right.get_linestyle(), mistaken.get_linestyle()) == ("-", "--")
    assert f"J {runs['right']['J'][-1]:.2f}" in picture.readout.splitlines()[0]


def test_drifting_draws_rounding_errors_at_zero():
    picture = drifting({"right": {"J": np.array([3.0, 2, 1]), "|b|": np.array([0, 2e-16, 1e-16])}})
    assert [axes.get_ylim()[1] >= 3 for axes in picture.figure.axes] == [True, False]
    assert picture.figure.axes[1].get_ylim() == (0, 1)
