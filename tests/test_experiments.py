"""The experiments on why batch norm works, against plain loops and known answers."""

import sys
from contextlib import suppress

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from helpers import experiments
from helpers.exercises.normalize_once import my_normalize_once
from helpers.experiments import (
    along_the_step,
    best_learning_rates,
    coloured,
    drift,
    hidden_distributions,
    new_networks,
    normalized_once,
    trained,
    training,
)
from helpers.gradient_check import numerical_gradient, relative_error
from helpers.network import backward, batch_statistics, forward, predict
from helpers.optimizers import GradientDescent
from helpers.softmax import cross_entropy, cross_entropy_gradient, one_hot
from helpers.training import TrainingDiverged, train


@pytest.fixture
def data(rng):
    """Eighty examples of three classes that can be told apart."""
    y = rng.integers(0, 3, 80)
    return rng.normal(size=(6, 80)) + np.eye(6)[:, y] * 2, y


def start(batch_norm=True, **settings):
    """A stack of three small networks in float64."""
    networks = new_networks(6, batch_norm=batch_norm, hidden=(5, 5), classes=3, **settings)
    return {name: value.astype(np.float64) for name, value in networks.items()}


def one(stack, network=0):
    """One network of a stack."""
    return {name: value[network] for name, value in stack.items()}


def pass_through(parameters, X, Y):
    """Gradients, statistics and loss of a mini-batch."""
    Z, cache = forward(X, parameters)
    gradients = backward(cross_entropy_gradient(Z, Y), parameters, cache)
    return gradients, batch_statistics(cache), cross_entropy(Z, Y)


def assert_close(found, expected):
    """All arrays of `expected` are found under their names."""
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, rtol=1e-10, atol=1e-12, err_msg=name)


def test_each_image_has_one_ink_and_one_paper(rng):
    X = rng.random((4, 50)).round()
    images = coloured(X, rng).reshape(3, 4, 50)
    for image in range(50):
        for channel in images[:, :, image]:
            assert len(np.unique(channel)) <= 2
    assert images.min() >= 0 and images.max() <= 1
    papers = images[:, X[:, 0] == 0, 0]
    assert np.ptp(papers, axis=0).max() > 0  # not grey
    assert coloured(X.astype(np.float32), rng).dtype == np.float32


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
def test_every_layer_is_normalized_once_on_these_images(data, activation):
    X, _ = data
    stack = start(batch_norm=False)
    once = normalized_once(stack, X, my_normalize_once, activation)
    _, cache = forward(X, once, activation)
    for layer in (1, 2):
        Z = cache[f"Z{layer}"]
        np.testing.assert_allclose(Z.mean(axis=-1), 0, atol=1e-12)
        np.testing.assert_allclose(Z.std(axis=-1), 1)
    assert all(np.array_equal(once[name], stack[name]) for name in ("W3", "b3"))
    assert_close(stack, start(batch_norm=False))  # which it leaves alone
    theirs = forward(X, start(batch_norm=True), activation)[1]["Z_tilde2"]
    np.testing.assert_allclose(cache["Z2"], theirs, rtol=1e-3, atol=1e-3)  # epsilon's share


def test_training_is_gradient_descent_on_each_mini_batch(data):
    """Every step's gradients are those of its mini-batch; the update follows them."""
    stack, expected = start(), {}
    for step in training(stack, *data, steps=5, learning_rate=0.2, batch_size=30):
        assert_close(stack, expected)
        gradients, statistics, _ = pass_through(stack, step.X, step.Y)
        assert_close(step.gradients, gradients)
        assert_close(step.statistics, statistics)
        expected = {name: value - 0.2 * gradients[name] for name, value in stack.items()}
        assert step.X.shape == (6, 30)  # of 80 images: those that are left over are left out
    assert step.number == 4
    assert_close(stack, expected)


def test_an_interrupt_stops_the_cell_not_one_training_of_many(data, monkeypatch):
    X, y = data
    steps = training(start(), X, y, steps=9, learning_rate=0.1, progress="a bar")
    next(steps), next(steps)

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(experiments, "backward", stop)
    with pytest.raises(KeyboardInterrupt):  # no half-trained network beside trained ones
        next(steps)


def test_frozen_parameters_stay(data):
    stack, first = start(), start()
    list(training(stack, *data, steps=3, learning_rate=0.2, only=["W3", "b3"]))
    changed = {name for name in stack if not np.array_equal(stack[name], first[name])}
    assert changed == {"W3", "b3"}


@pytest.mark.parametrize("batch_norm, groups", [(True, 2), (True, 5), (False, 4)])
def test_groups_are_normalized_by_themselves(data, batch_norm, groups):
    """Gradients and statistics equal the average over the groups, each passed by itself."""
    stack = start(batch_norm)
    step = next(training(stack, *data, steps=1, learning_rate=0.1, batch_size=20, groups=groups))
    for network in range(3):
        found = []
        for part in np.split(np.arange(20), groups):
            gradients, statistics, _ = pass_through(one(stack, network), step.X[:, part],
                                                    step.Y[:, part])
            found.append(gradients | statistics)
        expected = {name: np.mean([each[name] for each in found], axis=0) for name in found[0]}
        assert_close(one(step.gradients | step.statistics, network), expected)


@pytest.mark.parametrize("name", ["gamma1", "beta1", "gamma2", "W1", "W2", "b3"])
def test_noise_is_differentiated_too(data, name):
    """Central differences through s gamma and s beta + t, with the step's own s and t."""
    stack = start()
    step = next(training(stack, *data, steps=1, learning_rate=0.1, noise=0.7, batch_size=40))
    s = {f"{kind}{layer}": step.parameters[f"gamma{layer}"] / stack[f"gamma{layer}"]
         for layer in (1, 2) for kind in ("gamma", "beta")}
    t = {f"beta{layer}": step.parameters[f"beta{layer}"] - s[f"beta{layer}"] * stack[f"beta{layer}"]
         for layer in (1, 2)}

    def loss(value):
        noisy = one(stack) | {name: value}
        noisy = {key: s[key][0] * v + (t[key][0] if key in t else 0) if key in s else v
                 for key, v in noisy.items()}
        return cross_entropy(forward(step.X, noisy)[0], step.Y)

    numerical = numerical_gradient(loss, stack[name][0])
    assert relative_error(step.gradients[name][0], numerical) < 1e-6


def test_noise_is_drawn_anew_for_every_unit_and_step_with_its_spread(data):
    frozen = {"steps": 300, "learning_rate": 0.1, "only": ["b3"]}  # gamma 1 and beta 0 stay
    steps = list(training(start(count=1), *data, noise=0.5, **frozen))
    for name, move in (("gamma1", np.log), ("beta2", np.array)):
        moves = np.array([move(step.parameters[name]) for step in steps]).reshape(300, 5)
        assert abs(moves.mean()) < 0.06 and abs(moves.std() - 0.5) < 0.04
        assert abs(np.corrcoef(moves.T) - np.eye(5)).max() < 0.25
        assert abs(np.corrcoef(moves[1:].ravel(), moves[:-1].ravel())[0, 1]) < 0.1
    higher = start(count=1)
    higher["beta1"] += 1
    higher["gamma1"] *= 3
    step = next(training(higher, *data, noise=0.5, **frozen))
    np.testing.assert_allclose(step.parameters["beta1"] - steps[0].parameters["beta1"],
                               steps[0].parameters["gamma1"])  # s (beta + 1) + t
    np.testing.assert_allclose(step.parameters["gamma1"], 3 * steps[0].parameters["gamma1"])
    Z_tilde = forward(steps[0].X, steps[0].parameters)[1]["Z_tilde1"]
    np.testing.assert_allclose(Z_tilde.mean(axis=-1), steps[0].parameters["beta1"][..., 0],
                               atol=1e-12)


def test_the_seed_alone_decides_the_mini_batches(data):
    def batches(seed, noise):
        return [step.X for step in training(start(), *data, steps=3, learning_rate=0.1, seed=seed,
                                            noise=noise, batch_size=20)]

    first = batches(3, 0.0)
    assert np.array_equal(first, batches(3, 0.5)) and not np.array_equal(first, batches(4, 0.0))


@pytest.mark.parametrize("settings, error", [
    ({"noise": -1.0}, ValueError), ({"noise": np.nan}, ValueError), ({"groups": 7}, ValueError),
    ({"groups": 0}, ValueError), ({"groups": 2.0}, TypeError), ({"batch_size": 100}, ValueError),
])
def test_impossible_settings_are_refused_by_name(data, settings, error):
    with pytest.raises(error, match=f"^{next(iter(settings))}: expected"):
        list(training(start(), *data, steps=1, learning_rate=0.1, **settings))


def network_training(parameters, X, y, steps, learning_rate):
    train(parameters, X, one_hot(y, 3), GradientDescent(learning_rate), steps,
          np.random.default_rng(0), progress=False)


@pytest.mark.parametrize("experiment, extra", [
    (training, {}), (trained, {}), (hidden_distributions, {"probe": np.ones((6, 9))}),
    (along_the_step, {"lengths": [1]}), (network_training, {})])
def test_linear_algebra_runs_on_one_thread(data, monkeypatch, experiment, extra):
    """On a busy machine two threads took thirty times as long; the caller's own limit returns."""
    def threads():
        return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}

    def spy(*args):
        seen.extend(threads())
        return backward(*args)

    seen, (X, y) = [], data
    monkeypatch.setattr(experiments, "backward", spy)
    monkeypatch.setattr("helpers.training.backward", spy)
    with threadpool_limits(limits=2, user_api="blas"):
        before = threads()
        assert before == {2} or sys.platform == "darwin"  # a Mac may have no pool
        for images in (X, X * np.nan):
            with suppress(TrainingDiverged):  # as only `train` says so
                list(experiment(start(), images, y, steps=2, learning_rate=0.1, **extra) or ())
            assert threads() == before and set(seen) == ({1} if before else set())


# Networks

@pytest.fixture
def networks(data):
    return trained(start(), *data, steps=60, learning_rate=0.3, batch_size=20)


def test_trained_keeps_an_average_of_the_statistics(data):
    settings = {"steps": 3, "learning_rate": 0.3, "batch_size": 20}
    networks = trained(start(), *data, **settings)
    steps = [step.statistics for step in training(start(), *data, **settings)]
    weights = np.array([0.9**2, 0.9, 1]) / (0.9**2 + 0.9 + 1)  # bias corrected
    assert_close(networks.statistics, {
        name: sum(w * one_step[name] for w, one_step in zip(weights, steps, strict=True))
        for name in steps[0]})
    assert trained(start(batch_norm=False), *data, **settings).statistics == {}


def test_re_estimated_statistics_are_those_of_the_images(data, networks):
    X, _ = data
    Z1 = networks.parameters["W1"] @ (0.3 * X + 0.5)
    shifted = networks.re_estimated(0.3 * X + 0.5)
    assert_close(shifted.statistics, {"mean1": Z1.mean(axis=-1, keepdims=True),
                                      "variance1": Z1.var(axis=-1, keepdims=True)})
    assert not np.allclose(networks.statistics["mean1"], shifted.statistics["mean1"])


@pytest.mark.parametrize("a, b", [(0.3, 0.0), (0.3, 0.5), (3.0, -1.0)])
def test_re_estimation_cures_a_shared_map_with_positive_slope(data, networks, a, b):
    """The predictions are those of the unshifted images under re-estimated statistics."""
    X, y = data
    moved = a * X + b
    cured = networks.re_estimated(moved).accuracy(moved, y)
    np.testing.assert_array_equal(cured, networks.re_estimated(X).accuracy(X, y))


def test_each_networks_accuracy_is_counted_image_by_image(data, networks):
    X, y = data
    for k, found in enumerate(networks.accuracy(X, y)):
        parameters, statistics = one(networks.parameters, k), one(networks.statistics, k)
        right = [predict(X[:, [i]], parameters, statistics).argmax() == y[i] for i in range(80)]
        assert found == np.mean(right)


def test_re_estimation_does_not_cure_an_inversion(data, networks):
    X, y = data
    assert (networks.re_estimated(-X).accuracy(-X, y) < networks.accuracy(X, y) - 0.2).all()


# The measurements

def test_distributions_before_and_after_an_update(data):
    X, y = data
    seen = hidden_distributions(start(), X, y, X[:, :30], every=10, steps=21, learning_rate=0.1)
    assert seen["steps"].tolist() == [0, 10]  # step 20 has no update after it
    stack = start()
    for step in training(stack, X, y, steps=12, learning_rate=0.1):
        if step.number in (10, 11):
            _, cache = forward(X[:, :30], stack)
            for name in ("Z", "Z_tilde"):
                for what, expected in (("mean", np.mean), ("sd", np.std)):
                    got = seen[f"{name}_{what}"][:, 1, step.number - 10, 1]
                    np.testing.assert_allclose(got, expected(cache[f"{name}2"], axis=-1),
                                               atol=1e-12)


def test_drift_is_the_mean_move_of_the_means():
    means = np.zeros((1, 1, 2, 1, 2))
    means[0, 0, 1, 0] = [0.5, -1.5]
    sd = np.reshape([2.0, 0.5, 9, 9], (1, 1, 2, 1, 2))
    seen = {"Z_tilde_mean": means, "Z_tilde_sd": sd}
    assert drift(seen, "Z_tilde").item() == 1.0
    assert drift(seen, "Z_tilde", own=True).item() == (0.5 / 2 + 1.5 / 0.5) / 2


def test_loss_at_one_step_is_where_the_update_arrives(data):
    loss, change, _ = along_the_step(start(), *data, [0, 1], steps=1, learning_rate=0.2, every=1)
    stack = start()
    for step in training(stack, *data, steps=1, learning_rate=0.2):
        before, _, loss_before = pass_through(stack, step.X, step.Y)
    after, _, loss_after = pass_through(stack, step.X, step.Y)
    np.testing.assert_allclose(loss[:, 0, 1], loss_after / loss_before, rtol=1e-10)
    weights = ("W1", "W2", "W3")
    moved = sum(((after[w] - before[w])[0] ** 2).sum() for w in weights)
    length = sum((before[w][0] ** 2).sum() for w in weights)
    np.testing.assert_allclose(change[0, 0, 1], np.sqrt(moved / length), rtol=1e-10)
    assert (loss[..., 0] == 1).all() and (change[..., 0] == 0).all()


def test_the_cosine_moves_only_the_earlier_layers(data):
    _, _, cosine = along_the_step(start(), *data, [1], steps=1, learning_rate=0.5, every=1)
    stack = start()
    step = next(training(stack, *data, steps=1, learning_rate=0.5))
    for name in ("W1", "gamma1", "beta1"):
        stack[name] -= 0.5 * step.gradients[name]
    gradients, _, _ = pass_through(stack, step.X, step.Y)
    before, after = (found["W2"][0].ravel() for found in (step.gradients, gradients))
    expected = before @ after / np.linalg.norm(before) / np.linalg.norm(after)
    np.testing.assert_allclose(cosine[0, 0], expected, rtol=1e-10)


def test_experiments_return_the_network_first_and_look_every_so_often(data):
    X, y = data
    settings = {"steps": 5, "learning_rate": 0.1, "every": 2}
    found = along_the_step(start(count=2), X, y, [1, 2], **settings)
    assert [each.shape for each in found] == [(2, 3, 2), (2, 3, 2), (2, 3)]
    seen = hidden_distributions(start(count=2), X, y, X, **settings)
    assert drift(seen).shape == (2, 2, 2)


def test_the_best_learning_rate_is_that_of_the_mean_over_the_seeds(rng):
    accuracy = rng.random((2, 3, 4, 5))
    sweep = {"learning_rates": np.array([0.1, 0.2, 0.3, 0.4]), "accuracy_with": accuracy}
    best, rates = best_learning_rates(sweep, "with")
    for place in np.ndindex(2, 3):
        rate = max(range(4), key=lambda r, at=place: sum(accuracy[at][r]))
        assert rates[place] == sweep["learning_rates"][rate]
        assert np.array_equal(best[place], accuracy[place][rate])
