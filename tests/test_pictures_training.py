"""Pictures of training: against histograms and networks computed again."""

import ipywidgets
import numpy as np
import pytest

from helpers.datasets import load_mnist
from helpers.network import batch_statistics, forward, initialize, predict
from helpers.optimizers import GradientDescent
from helpers.pictures.race import RACERS, InOrder, race
from helpers.pictures.steering import steering
from helpers.pictures.training import figure_one, mini_batch_stepper
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


def assert_bars_hold(bars, values):
    """Every bar but the outer two holds the share of the values between its edges."""
    heights, edges, _ = bars.get_data()
    expected = np.array([share(values, low, high, high == edges[-1])
                         for low, high in zip(edges[:-1], edges[1:], strict=True)])
    assert heights.sum() == pytest.approx(1)
    assert heights[1:-1] == pytest.approx(expected[1:-1], abs=1e-9)


def test_stepper_shows_each_mini_batch_with_its_own_statistics(rng, settings):
    z = rng.gamma(2, 1.5, (1, 6000)) - 4
    panel = mini_batch_stepper(z, np.eye(4))
    (before, after), _, (mus, sigmas, _), (mu_now, sigma_now, _) = panel.artists.values()
    for values in settings(panel):
        batch, m = values["batch"], values["m"]
        cut = [np.append(z[0, 0], z[0, 1 + i * (m - 1) : 1 + (i + 1) * (m - 1)])
               for i in range(25)]
        here = cut[batch - 1]
        mu, variance = sum(here) / m, sum((here - sum(here) / m) ** 2) / m
        assert mu_now.get_data() == (pytest.approx([batch]), pytest.approx([mu]))
        assert sigma_now.get_data() == (pytest.approx([batch]), pytest.approx([variance]))
        assert mus.get_ydata() == pytest.approx([part.mean() for part in cut[:batch]])
        assert sigmas.get_ydata() == pytest.approx([part.var() for part in cut[:batch]])
        assert_bars_hold(after, (here - mu) / np.sqrt(variance + 1e-5))
        assert_bars_hold(before, here)
        first, _, third = panel.readout.splitlines()
        assert first.startswith(f"mini-batch {batch}, {m} examples: μ {mu:.2f}, σ² {variance:.2f}")
        assert f"all training images: μ {z.mean():.2f}, σ² {z.var():.2f}" in first
        assert f"of μ {mus.get_ydata().std():.2f}" in third
    assert before.axes.get_xlim() == pytest.approx((z.mean() - 4.25 * z.std(),
                                                    z.mean() + 4.25 * z.std()))
    assert after.axes.get_xlim() == (-4.25, 4.25)


def test_the_stepper_says_what_becomes_of_one_image(rng):
    """The same z in other company: from the formula, mini-batch by mini-batch."""
    z = rng.gamma(2, 1.5, (1, 6000))
    panel = mini_batch_stepper(z, np.eye(4))
    *_, (_, _, followed), _ = panel.artists.values()
    for m in (15, 240):
        panel.set(m=m, batch=25)
        groups = [np.append(z[0, 0], z[0, 1 + i * (m - 1) : 1 + (i + 1) * (m - 1)])
                  for i in range(25)]
        expected = [(z[0, 0] - g.mean()) / np.sqrt(g.var() + 1e-5) for g in groups]
        assert followed.get_ydata() == pytest.approx(expected)
        assert panel.artists["place"].get_xdata() == pytest.approx([expected[-1]] * 2)
        assert f"z {z[0, 0]:.2f} always, z_norm here {expected[-1]:.2f}" in panel.readout
        assert panel.readout.endswith(f"z_norm {np.std(expected):.2f}")


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


def test_figure_one_draws_what_interrupted_trainings_have(digits):
    X, y = digits
    histories = {}
    for label, steps in (("without", 0), ("with", 100)):
        parameters = initialize(SIZES, np.random.default_rng(0), 0.5)
        histories[label] = train(parameters, X, one_hot(y, 3), GradientDescent(0.1), steps,
                                 np.random.default_rng(0), batch_size=10, every=20,
                                 evaluate={"dev": (X, y)}, progress=False)
    head, row = figure_one(histories, layer=2).readout.splitlines()
    assert head.split()[-2:] == ["100", "steps"]
    assert row.split() == ["with", f"{histories['with'].accuracy['dev'][-1]:.2f}"]


def test_figure_one_leaves_out_a_step_that_was_interrupted_before_its_accuracy(digits):
    X, y = digits
    histories = {}
    for label, steps in (("without", 20), ("with", 100)):
        parameters = initialize(SIZES, np.random.default_rng(0), 0.5, stack=(3,))
        histories[label] = train(parameters, X, one_hot(y, 3), GradientDescent(0.1), steps,
                                 np.random.default_rng(0), batch_size=10, every=20,
                                 evaluate={"dev": (X, y)}, progress=False)
    del histories["without"].accuracy["dev"], histories["with"].accuracy["dev"][-1]
    curves, first, second = figure_one(histories, layer=2).figure.axes
    assert {tuple(line.get_xdata()) for line in curves.lines + second.lines} == {(20, 40, 60, 80)}
    assert not len(first.lines)


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
            assert bars.get_data()[0].sum() == pytest.approx(1)
            if source == "batch":
                assert_bars_hold(bars, cache[f"Z_tilde{i}"][0])
                assert outputs.get_ydata() == pytest.approx(cache[f"A{i}"].mean(axis=1))
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
    Z_tilde = 2 * network["gamma1"] * Z_norm + network["beta1"] + 1
    assert_bars_hold(panel.artists["inputs"][0], Z_tilde[0])
    as_trained = 1 / (1 + np.exp(-network["gamma1"] * Z_norm - network["beta1"]))
    dots = panel.artists["outputs"][0]
    assert dots.get_xdata() == pytest.approx(as_trained.mean(axis=1), rel=1e-5)
    assert dots.get_ydata() == pytest.approx((1 / (1 + np.exp(-Z_tilde))).mean(axis=1), rel=1e-5)


# The race

@pytest.fixture(scope="module")
def mnist():
    X, y = load_mnist(side=14)
    return X[:, :8000], one_hot(y[:8000]), X[:, 8000:8500], y[8000:8500]


def reached(panel):
    """Both accuracies at this moment."""
    return [curve.get_ydata()[-1] for curve in panel.artists["curves"]]


def retrained(data, batch_norm, steps, rate=0.5, scale=0.1, activation="sigmoid", size=60,
              shuffled=True, every=5, hidden=(6, 5)):
    """What `train` gives."""
    X, Y, X_dev, y_dev = data
    order = slice(None) if shuffled else np.argsort(Y.argmax(axis=0), kind="stable")
    parameters = initialize((len(X), *hidden, 10), np.random.default_rng(0), scale, batch_norm)
    history = train(parameters, X[:, order], Y[:, order], GradientDescent(rate), steps,
                    np.random.default_rng(1) if shuffled else InOrder(), batch_size=size,
                    activation=activation, evaluate={"dev": (X_dev, y_dev)}, every=every,
                    progress=False)
    return parameters, history


@pytest.mark.parametrize("settings_", [
    {}, {"learning_rate": 2.0, "batch_size": 8}, {"scale": 0.4, "activation": "relu"},
    {"activation": "tanh", "shuffled": False}])
def test_the_race_is_what_train_does_from_the_same_seed(mnist, settings_):
    X, Y, X_dev, y_dev = mnist
    data = X[:, :100], Y[:, :100], X_dev[:, :60], y_dev[:60]
    panel = race(*data, hidden=(6, 5))
    panel.set(**settings_)
    for step in (5, 10, 40):  # played, and a jump
        panel.set(step=step)
    names = {"learning_rate": "rate", "batch_size": "size"}
    options = {names.get(name, name): value for name, value in settings_.items()}
    bars = np.reshape(panel.artists["bars"], (2, 2))
    for curve, row, (name, (batch_norm, *_)) in zip(panel.artists["curves"], bars, RACERS.items(),
                                                    strict=True):
        parameters, history = retrained(data, batch_norm, 40, **options)
        assert curve.get_xdata() == history.steps
        assert curve.get_ydata() == pytest.approx(np.ravel(history.accuracy["dev"]))
        line = next(line for line in panel.readout.splitlines() if line.startswith(name))
        assert line.endswith(f"loss {np.mean(history.loss[-20:]):.2f} (mean of 20 steps)")
        _, cache = forward(data[2], parameters, options.get("activation", "sigmoid"))
        for layer, stairs in enumerate(row, start=1):
            heights, edges, _ = stairs.get_data()
            counts = np.histogram(cache[f"A{layer}"][0].clip(edges[0], edges[-1]), edges)[0]
            assert heights == pytest.approx(counts / counts.max())
            assert f"layer {layer} {np.median(cache[f'A{layer}'].std(axis=1)):.2f}" in panel.readout


def test_settings_change_during_the_race_and_it_starts_again(mnist):
    panel = race(*mnist)
    panel.set(step=30)
    first, told = reached(panel), panel.readout
    panel.set(learning_rate=5.0, batch_size=30)
    assert reached(panel) == first, "something was trained without a step"
    panel.set(step=60)
    changed = panel.readout
    panel.buttons["start again"].click()
    assert panel.values["step"] == 0 and "not trained yet" in panel.readout
    assert panel.values["learning_rate"] == 5.0
    panel.set(step=60)
    assert panel.readout != changed, "the former settings are not those of the whole race"
    panel.set(activation="relu")  # other weights: anew, to the step where it stands
    panel.buttons["reset"].click()
    panel.set(step=30)
    assert (reached(panel), panel.readout) == (first, told)


def test_buttons_and_settings_while_the_race_plays(mnist, monkeypatch):
    """The page's clock moves its own number; what a button sets has to reach the clock, too."""
    monkeypatch.setattr("helpers.pictures.controls.LATE", 0)  # we play again at once
    panel = race(*mnist)
    clock = next(c for c in panel.controls["step"].children if isinstance(c, ipywidgets.Play))

    def play(ticks):
        clock.playing = True
        for _ in range(ticks):
            clock.value += 1

    play(6)
    first = reached(panel)
    assert panel.values["step"] == 30
    panel.buttons["start again"].click()
    assert not clock.playing and clock.value == 0 and "not trained yet" in panel.readout
    play(6)
    assert reached(panel) == first
    panel.controls["learning_rate"].value = 5.0  # in mid-race
    play(6)
    panel.buttons["start again"].click()
    play(6)
    again, (_, history) = reached(panel), retrained(mnist, True, 30, rate=5.0, hidden=(50, 50, 50))
    assert again[1] == history.accuracy["dev"][-1] and clock.value == 6
    assert max(map(len, panel.readout.splitlines())) <= 76


def test_where_batch_norm_does_not_win_the_race_shows_it(mnist):
    panel = race(*mnist)
    panel.set(step=200)
    without, with_bn = reached(panel)
    assert with_bn > without + 0.5
    panel.set(step=0, activation="relu", scale=1.0, learning_rate=0.003)
    panel.set(step=500)
    without, with_bn = reached(panel)
    assert without > with_bn + 0.2
    panel.set(step=0, scale=0.1, learning_rate=0.05, batch_size=1)
    panel.set(step=1000)
    without, with_bn = reached(panel)
    assert with_bn < 0.3 < without - 0.1


def test_a_network_that_diverged_stands_still_and_the_other_goes_on(mnist):
    panel = race(*mnist)
    panel.set(activation="relu", scale=10.0, learning_rate=1.0)
    panel.set(step=20)
    first = panel.readout.splitlines()[0]
    assert first.startswith("without batch norm  step ")
    assert first.endswith(": the loss is no longer a number, it stands still")
    stood, went = panel.artists["curves"]
    length = len(stood.get_xdata())
    panel.set(step=40)
    assert panel.readout.splitlines()[0] == first and len(stood.get_xdata()) == length
    assert went.get_xdata()[-1] == 40
    assert all(stairs.get_data()[0].max() == 0 for stairs in panel.artists["bars"][:3])
