"""The stored trainings of tools/make_sweeps.py: axes, what they show, and parts made again."""

import numpy as np
import pytest

from helpers.averages import RunningStatistics
from helpers.datasets import load_mnist, load_sweep, split
from helpers.experiments import best_learning_rates
from helpers.network import backward, batch_statistics, forward, initialize, predict
from helpers.optimizers import Adam, GradientDescent, Momentum, Scheduled, inverse_time_decay
from helpers.softmax import one_hot
from helpers.threads import one_blas_thread
from helpers.training import TrainingDiverged, mini_batches, train

TOOL = "make_sweeps"
WHICH = {"without": False, "with": True}
KINDS = {"one": (Adam, True), "both": (Momentum, False), "three": (Adam, True)}


@pytest.fixture(scope="module")
def digits():
    """Images to train on and the dev set: the last 2,000, and 2,000 at random."""
    X, y = load_mnist("train", 14)
    return {"last": (X[:, :8000], y[:8000], X[:, 8000:], y[8000:]),
            "random": split(X, y, 0.2, np.random.default_rng(0))}


def trained(data, optimizer, steps, start, order, hidden, scale="he", batch_norm=True,
            batch_size=60, activation="relu"):
    """Dev accuracy of a single network, without the tool and without `helpers.search`."""
    X, y, X_dev, y_dev = data
    parameters = initialize((len(X), *hidden, 10), start, scale, batch_norm)
    return train(parameters, X, one_hot(y), optimizer, steps, order, batch_size=batch_size,
                 activation=activation, evaluate={"dev": (X_dev, y_dev)}, every=steps,
                 progress=False).accuracy["dev"][-1]


def assert_made_again(again, accuracy, place, first_axis=True):
    """Within 5 of 2,000 images (processors round differently); its neighbours are farther away.

    The neighbours are the other seeds, along the last axis, and the values beside it along the
    first one.
    """
    others = np.delete(accuracy[place[:-1]], place[-1]).tolist()
    if first_axis:
        along = accuracy[(slice(None), *place[1:])]
        others += [along[i] for i in (place[0] - 1, place[0] + 1) if 0 <= i < len(along)]
    assert abs(again - accuracy[place]) <= 0.0026 < 0.0039 <= abs(again - others).min()


# Learning rates, initializations, depths

def test_what_the_map_shows():
    sweep = load_sweep("learning_rate_map")
    without, with_it = (sweep[f"accuracy_{which}"].mean(axis=-1) for which in WHICH)
    assert (without >= 0.85).mean() < 0.12 and (with_it >= 0.85).mean() > 0.4
    slow = sweep["learning_rates"] < 1.1e-3
    assert (with_it[:, slow] < 0.85).all()  # batch norm does not rescue a tiny learning rate


def test_what_the_depths_show():
    sweep = load_sweep("depth")
    without, with_it = (best_learning_rates(sweep, which)[0].mean(axis=-1) for which in WHICH)
    assert (with_it > 0.87).all() and (with_it > without).all()
    assert without[2, 0] < 0.6 and without[3, 0] < 0.15  # standard deviation 0.1, 10 and 20 layers
    assert (with_it - without)[:3, 1].max() < 0.04  # a good initialization does most of it


@pytest.mark.parametrize("which, scale, rate", [
    ("with", 2, 2), ("with", 3, 3), ("without", 4, 4), ("without", 5, 1)])
def test_a_cell_of_the_map_can_be_trained_again(which, scale, rate, digits):
    sweep, rng = load_sweep("learning_rate_map"), np.random.default_rng(0)
    again = trained(digits["last"], GradientDescent(sweep["learning_rates"][rate]), 500, rng, rng,
                    [50] * 3, sweep["scales"][scale], WHICH[which])
    assert_made_again(again, np.moveaxis(sweep[f"accuracy_{which}"], 0, 1), (rate, scale, 0))


@pytest.mark.parametrize("which, depth, initialization, rate, seed", [
    ("without", 1, 1, 0, 0), ("with", 1, 1, 0, 4)])
def test_a_point_of_the_depths_can_be_trained_again(which, depth, initialization, rate, seed,
                                                    digits):
    sweep, rng = load_sweep("depth"), np.random.default_rng(seed)
    again = trained(digits["last"], GradientDescent(sweep["learning_rates"][rate]), 1000, rng, rng,
                    [50] * sweep["depths"][depth], (0.1, "he")[initialization], WHICH[which])
    assert_made_again(again, np.moveaxis(sweep[f"accuracy_{which}"], 2, 0),
                      (rate, depth, initialization, seed))


# The long training of figure one

def test_what_the_long_training_shows():
    sweep = load_sweep("figure_one")
    without, with_it, output = (sweep[f"accuracy_{kind}"] for kind in ("without", "with", "output"))
    early, end = sweep["steps"].tolist().index(500), -1
    assert (with_it[early] > without[early] + 0.05).all() and sweep["steps"][end] == 8000
    assert (abs(with_it[end] - without[end]) < 0.01).all()  # faster, not more accurate
    assert (with_it[end] < without[end]).all() and (with_it[end] < output[end]).all()
    assert abs(output[end] - without[end]).max() < 0.01
    assert sweep["bias_output"].max() < 1e-5 < 0.05 < sweep["bias_with"].min()


@one_blas_thread
def sigmoid_network_normalized_to_the_end(digits, steps, seed):
    """Dev accuracy with batch norm behind the logits too, from its formulas; b is not trained."""
    X, y, X_dev, y_dev = digits
    rng, running, (gamma, beta) = np.random.default_rng(seed), RunningStatistics(), (1.0, 0.0)
    parameters = initialize((784, 100, 100, 100, 10), rng, 0.1)
    batches = mini_batches(np.asfortranarray(X), one_hot(y), 60, rng)
    for (X_batch, Y_batch), _ in zip(batches, range(steps), strict=False):
        Z, cache = forward(X_batch, parameters, "sigmoid")
        mean, variance = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
        running.update(batch_statistics(cache) | {"m": mean, "v": variance})
        std = np.sqrt(variance + 1e-5)
        Z_norm = (Z - mean) / std
        odds = np.exp(gamma * Z_norm + beta)
        dZ_tilde = (odds / odds.sum(axis=0) - Y_batch) / 60
        dgamma, dbeta = ((dZ_tilde * part).sum(axis=1, keepdims=True) for part in (Z_norm, 1))
        dZ = gamma / std * (dZ_tilde - (dbeta + Z_norm * dgamma) / 60)
        for name, slope in backward(dZ, parameters, cache).items():
            parameters[name] -= 0.5 * slope.astype(np.float32) * (name != "b4")
        gamma, beta = gamma - 0.5 * dgamma, beta - 0.5 * dbeta
    kept = running.estimate()
    Z = predict(X_dev, parameters, kept, "sigmoid")
    return (np.argmax(gamma * (Z - kept["m"]) / np.sqrt(kept["v"] + 1e-5) + beta, axis=0)
            == y_dev).mean()


@pytest.mark.parametrize("kind, seed", [
    ("without", 1), ("with", 3), ("with", 4), ("output", 1)])
def test_the_beginning_of_the_long_training_can_be_repeated(kind, seed):
    X, y = load_mnist("train", 28)
    data = X[:, :8000], y[:8000], X[:, 8000:], y[8000:]
    if kind == "output":
        again = sigmoid_network_normalized_to_the_end(data, 100, seed)
    else:
        rng = np.random.default_rng(seed)
        again = trained(data, GradientDescent(0.5), 100, rng, rng, [100] * 3, 0.1, kind == "with",
                        activation="sigmoid")
    assert_made_again(again, load_sweep("figure_one")[f"accuracy_{kind}"], (0, seed))


# Surfaces and sensitivity

@pytest.mark.parametrize("key, place", [
    ("one", (4, 0, 3)), ("one", (2, 6, 9)), ("both", (14, 2, 3)), ("both", (13, 3, 6)),
    ("three", (1, 3, 5, 9))])
def test_a_cell_of_a_surface_can_be_trained_again(key, place, digits):
    sweep, (kind, batch_norm) = load_sweep("search_surface"), KINDS[key]
    chosen = {name: sweep[f"{key}_{name}"][at] for name, at in zip(sweep[f"{key}_axes"], place,
                                                                  strict=False)}
    start, order = (np.random.default_rng(place[-1]) for _ in range(2))
    again = trained(digits["random"], kind(**chosen), 100, start, order, [32] * 2,
                    batch_norm=batch_norm, batch_size=64)
    assert_made_again(again, sweep[f"{key}_accuracy"], place)


@pytest.mark.parametrize("name, at, seed, optimizer, settings", [
    ("learning_rate", 2, 1, Momentum(0.01), {}),
    ("decay", 8, 4, Momentum(0.3, 0.998), {}),
    ("batch_size", 3, 4, Momentum(0.3), {"batch_size": 32}),
    ("hidden_units", 1, 2, Momentum(0.3), {"hidden": [4] * 2}),
    ("hidden_layers", 3, 2, Momentum(0.3), {"hidden": [32] * 4}),
    ("decay_rate", 5, 2, Scheduled(Momentum(0.3), inverse_time_decay(10.0, 125)), {}),
    ("decay_rate_large", 4, 4, Scheduled(Momentum(3.0), inverse_time_decay(3.0, 125)), {}),
    ("decay_rate_large", 7, 3, Scheduled(Momentum(3.0), inverse_time_decay(100.0, 125)), {}),
    ("beta1", 0, 1, Adam(0.01, beta1=0.0), {}),
    ("beta2", 2, 0, Adam(0.01, beta2=0.95), {}),
    ("epsilon", 8, 4, Adam(0.01, epsilon=0.01), {}),
])
def test_a_point_of_the_sensitivity_can_be_trained_again(name, at, seed, optimizer, settings,
                                                         digits):
    start, order = (np.random.default_rng(seed) for _ in range(2))
    again = trained(digits["random"], optimizer, 300, start, order,
                    **{"hidden": [32] * 2, "batch_size": 64} | settings)
    accuracy = load_sweep("sensitivity")[f"{name}_accuracy"]
    assert_made_again(again, accuracy, (at, seed), first_axis=name != "epsilon")  # does not matter


def test_the_sensitivity_supports_what_the_course_says():
    sweep = load_sweep("sensitivity")
    mean = {name: sweep[f"{name}_accuracy"].mean(axis=1) for name in sweep["names"].tolist()}
    spread = {name: np.ptp(accuracy) for name, accuracy in mean.items()}
    assert spread["learning_rate"] == max(spread.values()) and spread["epsilon"] < 0.01
    assert spread["beta1"] < 0.04 and spread["beta2"] < 0.02 and spread["hidden_layers"] < 0.04
    assert sweep["hidden_units_values"][3] == 16 and np.ptp(mean["hidden_units"][3:]) < 0.06
    large = sweep["decay_rate_large_accuracy"]
    assert np.ptp(mean["decay_rate"][:2]) < 0.005 and (np.diff(mean["decay_rate"][2:]) < 0).all()
    assert (large[4] - large[0]).min() > 0 and large[4].mean() > mean["learning_rate"].max()
    for name, accuracy in mean.items():
        assert np.isin(sweep[f"{name}_centre"], sweep[f"{name}_values"])
        assert accuracy[sweep[f"{name}_values"] == sweep[f"{name}_centre"]] > 0.9


# The script

def assert_as_stored(made, name):
    """All but the accuracies, which nobody trained here; 10**x depends on the processor."""
    stored = load_sweep(name)
    assert list(made) == list(stored)
    for key, array in made.items():
        assert array.shape == stored[key].shape and array.dtype == stored[key].dtype
        if "accuracy" in key:
            assert 0 <= stored[key].min() and stored[key].max() < 1
        elif array.dtype.kind == "f":
            np.testing.assert_allclose(array, stored[key], rtol=1e-12)
        else:
            assert np.array_equal(array, stored[key])


@pytest.mark.parametrize("batch_norm", WHICH.values())
def test_a_stack_gets_the_training_of_single_networks(tool, batch_norm, digits):
    X, y, *dev = digits["last"]
    rates = np.array([0.03, 0.3])
    together = tool.dev_accuracy((X, one_hot(y), *dev), 3, 2, 0.1, batch_norm, rates, 20)
    for rate, found in zip(rates, together, strict=True):
        rng = np.random.default_rng(3)
        alone = trained(digits["last"], GradientDescent(rate), 20, rng, rng, [50] * 2, 0.1,
                        batch_norm)
        assert abs(alone - found) < 0.001


def test_the_script_trains_on_these_images(tool, digits):
    for shuffled, which in ((False, "last"), (True, "random")):
        X, Y, X_dev, y_dev = tool.digits(shuffled)
        for made, wanted in zip((X, Y.argmax(axis=0), X_dev, y_dev), digits[which], strict=True):
            assert np.array_equal(made, wanted)


def test_networks_that_leave_the_numbers_count_as_wrong(tool, monkeypatch, digits):
    def diverge(*args, **kwargs):
        raise TrainingDiverged(1, None)

    monkeypatch.setattr(tool, "train", diverge)
    found = tool.dev_accuracy(digits["last"], 0, 1, 1.0, False, np.ones(3), 1)
    assert found.tolist() == [0, 0, 0]


def test_the_script_puts_every_axis_in_its_place_and_makes_what_is_stored(tool, monkeypatch):
    monkeypatch.setattr(tool, "dev_accuracy", lambda data, seed, hidden, scale, bn, rates, steps: (
        1e4 * hidden + 1e3 * (0.5 if scale == "he" else scale) + 100 * seed + 10 * bn + rates))
    for name in ("learning_rate_map", "depth"):
        made = tool.SWEEPS[name](None)
        assert_as_stored(made, name)
        hidden, scale = 3, made.get("scales", np.array([0.1, 0.5]))[:, None, None]
        if name == "depth":
            hidden = made["depths"][:, None, None, None]
        for which, batch_norm in WHICH.items():
            expected = (1e4 * hidden + 1e3 * scale + 100 * made["seeds"] + 10 * batch_norm
                        + made["learning_rates"][:, None])
            np.testing.assert_allclose(made[f"accuracy_{which}"], expected, rtol=1e-6)


WEIGHTS = {"learning_rate": 1, "epsilon": 1e4, "beta1": 10, "beta2": 100, "decay": 1000,
           "batch_size": 1, "hidden_units": 3, "hidden_layers": 7, "decay_rate": 0.1}


def test_the_script_searches_what_is_stored(tool, monkeypatch):
    calls = []

    def told(data, configurations, seeds, steps, optimizer, batch_norm=True):
        calls.append((optimizer, batch_norm, steps))
        numbers = sum(np.multiply(values, WEIGHTS[name])
                      for name, values in configurations.items())
        return np.add.outer(numbers, 1e4 * np.array(seeds)).astype(np.float32)

    monkeypatch.setattr(tool, "searched", told)
    surface, sensitivity = (tool.SWEEPS[name](None) for name in ("search_surface", "sensitivity"))
    assert_as_stored(surface, "search_surface")
    assert_as_stored(sensitivity, "sensitivity")
    rate, epsilon, beta2 = (surface[f"three_{name}"][at] for name, at in (
        ("learning_rate", 7), ("epsilon", 2), ("beta2", 3)))
    assert surface["three_accuracy"][7, 2, 3, 4] == pytest.approx(
        rate + 1e4 * epsilon + 100 * beta2 + 4e4)
    assert sensitivity["hidden_units_accuracy"][1, 2] == pytest.approx(
        0.3 + 900 + 64 + 3 * 4 + 7 * 2 + 2e4)
    assert sensitivity["decay_rate_large_accuracy"][1, 2] == pytest.approx(
        3 + 900 + 64 + 3 * 32 + 7 * 2 + 0.1 * 0.1 + 2e4)
    assert calls == ([(*kind, 100) for kind in KINDS.values()]
                     + [(Momentum, True, 300)] * 6 + [(Adam, True, 300)] * 3
                     + [(Momentum, True, 300)])
