"""Pictures of training: against histograms and networks computed again."""

import numpy as np
import pytest

from helpers.network import batch_statistics, forward, initialize, predict
from helpers.optimizers import GradientDescent
from helpers.pictures.steering import steering
from helpers.pictures.training import figure_one, mini_batch_stepper, training_film
from helpers.softmax import one_hot
from helpers.training import train

pytestmark = pytest.mark.nb04

SIZES = (6, 5, 4, 3)


@pytest.fixture
def digits(rng):
    """Forty examples of three classes."""
    y = rng.integers(0, 3, 40)
    return rng.normal(size=(6, 40)) + y, y


@pytest.fixture
def network(rng):
    """A network whose gammas and betas are not 1 and 0."""
    parameters = initialize(SIZES, rng, scale=0.7)
    for name, value in parameters.items():
        if name.startswith(("gamma", "beta")):
            value += rng.normal(0, 0.5, value.shape).astype(value.dtype)
    return parameters


def share(values, low, high, last):
    return ((values >= low) & ((values < high) | (last & (values <= high)))).mean()


def assert_bars_hold(bars, values, normalized_to_tallest=False):
    """Every bar but the outer two holds the share of the values between its edges."""
    heights, edges, _ = bars.get_data()
    expected = np.array([share(values, low, high, high == edges[-1])
                         for low, high in zip(edges[:-1], edges[1:], strict=True)])
    if normalized_to_tallest:
        expected /= expected.max()
        assert heights == pytest.approx(expected, abs=1e-9)
    else:
        assert heights.sum() == pytest.approx(1)
        assert heights[1:-1] == pytest.approx(expected[1:-1], abs=1e-9)


def test_stepper_shows_each_mini_batch_with_its_own_statistics(rng, settings):
    z = rng.gamma(2, 1.5, (1, 6000)) - 4
    panel = mini_batch_stepper(z)
    (before, after), (mus, sigmas), (mu_now, sigma_now) = panel.artists.values()
    for values in settings(panel):
        batch, m = values["batch"], values["m"]
        here = z[0, (batch - 1) * m : batch * m]
        mu, variance = sum(here) / m, sum((here - sum(here) / m) ** 2) / m
        assert mu_now.get_data() == (pytest.approx([batch]), pytest.approx([mu]))
        assert sigma_now.get_data() == (pytest.approx([batch]), pytest.approx([variance]))
        cut = [z[0, i * m : (i + 1) * m] for i in range(25)]
        assert mus.get_ydata() == pytest.approx([part.mean() for part in cut])
        assert sigmas.get_ydata() == pytest.approx([part.var() for part in cut])
        assert_bars_hold(after, (here - mu) / np.sqrt(variance + 1e-5))
        assert_bars_hold(before, here)
        first, second = panel.readout.splitlines()
        assert first.startswith(f"mini-batch {batch}, {m} examples: μ {mu:.2f}, σ² {variance:.2f}")
        assert f"all training images: μ {z.mean():.2f}, σ² {z.var():.2f}" in first
        assert f"spread by {mus.get_ydata().std():.2f}" in second
    assert before.axes.get_xlim() == pytest.approx((z.mean() - 4.25 * z.std(),
                                                    z.mean() + 4.25 * z.std()))
    assert after.axes.get_xlim() == (-4.25, 4.25)


def test_film_follows_its_slider(rng, settings):
    films = {
        label: {step: {"A1": rng.uniform(size=(5, 30)), "A2": rng.beta(2, 5, (4, 30)),
                       "accuracy": rng.uniform()} for step in (0, 10, 20, 30)}
        for label in ("without batch norm", "with batch norm")
    }
    panel = training_film(films)
    for values in settings(panel):
        step = values["step"]
        assert panel.artists["line"].get_xdata() == [step, step]
        shown = [film[step][layer] for film in films.values() for layer in ("A1", "A2")]
        for A, bars in zip(shown, panel.artists["bars"], strict=True):
            assert_bars_hold(bars, A if values["units"] == "all" else A[:1], True)
        lines = panel.readout.splitlines()
        assert lines[0].startswith(f"after {step} steps")
        for line, (label, film), point in zip(lines[1:], films.items(), panel.artists["points"],
                                              strict=True):
            frame = film[step]
            assert point.get_data() == ([step], [frame["accuracy"]])
            assert line.startswith(label) and f"accuracy {frame['accuracy']:.2f}" in line
            assert f"layer 2 {np.median(frame['A2'].std(axis=1)):.2f}" in line


@pytest.mark.parametrize("stack", [(), (2,)])
def test_figure_one_draws_what_the_histories_hold(digits, stack):
    X, y = digits
    histories = {}
    for label, batch_norm in (("without", False), ("with", True)):
        parameters = initialize(SIZES, np.random.default_rng(0), 0.5, batch_norm, stack=stack)
        histories[label] = train(
            parameters, X, one_hot(y, 3), GradientDescent(0.1), 200, np.random.default_rng(0),
            batch_size=10, evaluate={"dev": (X, y)}, every=50, progress=False)
    picture = figure_one(histories, layer=2)
    curves, *percentiles = picture.figure.axes
    networks = stack[0] if stack else 1
    for number, (label, history) in enumerate(histories.items()):
        accuracy = np.array(history.accuracy["dev"]).reshape(4, networks)
        drawn = curves.lines[number * (networks + 1) : (number + 1) * (networks + 1)]
        for line, values in zip(drawn, [*accuracy.T, accuracy.mean(axis=1)], strict=True):
            assert line.get_xdata() == pytest.approx([50, 100, 150, 200])
            assert line.get_ydata() == pytest.approx(values)
        for row, line in enumerate(percentiles[number].lines):
            assert line.get_ydata() == pytest.approx([
                p[(row, 0, 0) if stack else (row, 0)] for p in history.percentiles[2]])
        assert percentiles[number].get_title() == label
        words = picture.readout.splitlines()[1 + number].split()
        assert words[1:] == [f"{accuracy[1].mean():.2f}", f"{accuracy[3].mean():.2f}"]


def test_steering_follows_its_sliders(network, digits, settings):
    X, y = digits
    _, cache = forward(X[:, :20], network, "sigmoid")
    statistics = batch_statistics(cache)
    before = {k: v.copy() for k, v in network.items()}
    panel = steering(network, X, y, statistics)
    for values in settings(panel):
        layer, source = values["layer"], values["source"]
        changed = {k: v.copy() for k, v in network.items()}
        changed[f"gamma{layer}"] *= values["scale"]
        changed[f"beta{layer}"] += values["shift"]
        Z, cache = forward(X, changed, "sigmoid")
        if source == "running":
            Z = predict(X, changed, statistics, "sigmoid")
        expected = np.mean(Z.argmax(axis=0) == y)
        assert panel.readout.startswith(f"accuracy {expected:.2f} on 40 dev images")
        for i, bars, outputs, mark in zip((1, 2), *panel.artists.values(), strict=True):
            assert (mark.get_text() == "steered") == (i == layer)
            heights, edges, _ = bars.get_data()
            assert heights.sum() == pytest.approx(1) and outputs.get_data()[0].max() == 1
            if source == "batch":
                assert_bars_hold(bars, cache[f"Z_tilde{i}"])
                assert f"layer {i} {cache[f'A{i}'].std(axis=1).mean():.2f}" in panel.readout
    assert all(np.array_equal(network[k], before[k]) for k in network)


def test_steering_with_running_statistics_shows_what_predict_passes_on(network, digits):
    """Z_tilde of layer 1, from the formula."""
    X, y = digits
    _, cache = forward(X[:, :20], network, "sigmoid")
    statistics = batch_statistics(cache)
    panel = steering(network, X, y, statistics)
    panel.set(scale=2.0, shift=1.0)
    Z_norm = (network["W1"] @ X - statistics["mean1"]) / np.sqrt(statistics["variance1"] + 1e-5)
    assert_bars_hold(panel.artists["inputs"][0],
                     2 * network["gamma1"] * Z_norm + network["beta1"] + 1)
