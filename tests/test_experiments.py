"""The experiments on why batch norm works, against plain loops and known answers."""

import numpy as np
import pytest

from helpers import experiments
from helpers.experiments import (
    along_the_step,
    batch_mean_variance,
    coloured,
    drift,
    gradient_shift,
    hidden_distributions,
    new_networks,
    trained,
    training,
)
from helpers.gradient_check import numerical_gradient, relative_error
from helpers.network import (
    backward,
    batch_statistics,
    cross_entropy,
    cross_entropy_gradient,
    forward,
    one_hot,
)

pytestmark = pytest.mark.usefixtures("warnings_are_errors")


@pytest.fixture
def data(rng):
    """Eighty examples of three classes that can be told apart."""
    y = rng.integers(0, 3, 80)
    return rng.normal(size=(6, 80)) + np.eye(6)[:, y] * 2, y


def start(batch_norm=True, dtype=np.float64, **settings):
    """A stack of three small networks in float64."""
    networks = new_networks(6, batch_norm=batch_norm, hidden=(5, 5), classes=3, **settings)
    return {name: value.astype(dtype) for name, value in networks.items()}


def one(stack, network=0):
    """One network of a stack."""
    return {name: value[network] for name, value in stack.items()}


def test_each_image_has_one_ink_and_one_paper(rng):
    X = rng.random((4, 50)).round()
    images = coloured(X, rng).reshape(3, 4, 50)
    for image in range(50):
        for channel in images[:, :, image]:
            assert len(np.unique(channel)) <= 2
    assert images.min() >= 0 and images.max() <= 1
    papers = images[:, X[:, 0] == 0, 0]
    assert np.ptp(papers, axis=0).max() > 0  # not grey


def test_coloured_keeps_float32(rng):
    assert coloured(np.zeros((4, 2), np.float32), rng).dtype == np.float32


def test_training_is_gradient_descent_on_each_mini_batch(data):
    """Every step's gradients are those of its mini-batch; the update follows them."""
    X, y = data
    stack = start()
    before = gradients = None
    for step in training(stack, X, y, steps=5, learning_rate=0.2, batch_size=20):
        if before is not None:
            for name, value in stack.items():
                expected = before[name] - 0.2 * gradients[name]
                np.testing.assert_allclose(value, expected, rtol=1e-12, atol=1e-14)
        Z, cache = forward(step.X, stack)
        gradients = backward(cross_entropy_gradient(Z, step.Y), stack, cache)
        for name, gradient in gradients.items():
            np.testing.assert_allclose(step.gradients[name], gradient, rtol=1e-12, atol=1e-14)
        before = {name: value.copy() for name, value in stack.items()}
    assert step.number == 4


def test_frozen_parameters_stay(data):
    stack = start()
    first = {name: value.copy() for name, value in stack.items()}
    list(training(stack, *data, steps=3, learning_rate=0.2, only=["W3", "b3"]))
    changed = {name for name in stack if not np.array_equal(stack[name], first[name])}
    assert changed == {"W3", "b3"}


@pytest.mark.parametrize("groups", [2, 5])
def test_groups_are_normalized_by_themselves(data, groups):
    """Gradients and statistics equal the average over the groups, each passed by itself."""
    X, y = data
    stack = start()
    step = next(training(stack, X, y, steps=1, learning_rate=0.1, batch_size=20, groups=groups))
    for network in range(3):
        found = []
        for part in np.split(np.arange(20), groups):
            Z, cache = forward(step.X[:, part], one(stack, network))
            dZ = cross_entropy_gradient(Z, step.Y[:, part])
            found.append(backward(dZ, one(stack, network), cache) | batch_statistics(cache))
        for name in found[0]:
            expected = np.mean([each[name] for each in found], axis=0)
            got = (step.gradients | step.statistics)[name][network]
            np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-12)


def test_without_batch_norm_groups_change_nothing(data):
    steps = [next(training(start(batch_norm=False), *data, steps=1, learning_rate=0.1,
                           batch_size=20, groups=groups)) for groups in (1, 4)]
    for name in steps[0].gradients:
        np.testing.assert_allclose(steps[0].gradients[name], steps[1].gradients[name], rtol=1e-10,
                                   atol=1e-13)


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


def test_noise_moves_what_the_activation_sees(data):
    step = next(training(start(), *data, steps=1, learning_rate=0.1, noise=0.5))
    Z_tilde = forward(step.X, step.parameters)[1]["Z_tilde1"]
    np.testing.assert_allclose(Z_tilde.mean(axis=-1), step.parameters["beta1"][..., 0], atol=1e-12)
    assert abs(step.parameters["beta1"]).min() > 0


def test_training_without_noise_does_not_depend_on_it(data):
    stacks = [start(), start()]
    for stack in stacks:
        list(training(stack, *data, steps=4, learning_rate=0.1, seed=3))
    for name in stacks[0]:
        assert np.array_equal(stacks[0][name], stacks[1][name])


@pytest.mark.parametrize("settings, error", [
    ({"noise": -1.0}, ValueError), ({"noise": np.nan}, ValueError), ({"groups": 7}, ValueError),
    ({"groups": 0}, ValueError), ({"groups": 2.0}, TypeError), ({"batch_size": 100}, ValueError),
])
def test_impossible_settings_are_refused_by_name(data, settings, error):
    with pytest.raises(error, match=f"^{next(iter(settings))}: expected"):
        list(training(start(), *data, steps=1, learning_rate=0.1, **settings))


def test_re_estimated_statistics_are_those_of_the_images(data):
    X, y = data
    networks = trained(start(), X, y, steps=30, learning_rate=0.3, batch_size=20)
    shifted = networks.re_estimated(0.3 * X + 0.5)
    Z1 = networks.parameters["W1"] @ (0.3 * X + 0.5)
    np.testing.assert_allclose(shifted.statistics["mean1"], Z1.mean(axis=-1, keepdims=True))
    assert networks.statistics is not shifted.statistics


@pytest.mark.parametrize("a, b", [(0.3, 0.0), (0.3, 0.5), (3.0, -1.0)])
def test_re_estimation_cures_a_shared_map_with_positive_slope(data, a, b):
    """The predictions are those of the unshifted images under re-estimated statistics."""
    X, y = data
    networks = trained(start(), X, y, steps=30, learning_rate=0.3, batch_size=20)
    moved = a * X + b
    cured = networks.re_estimated(moved).accuracy(moved, y)
    np.testing.assert_array_equal(cured, networks.re_estimated(X).accuracy(X, y))


def test_re_estimation_does_not_cure_an_inversion(data):
    X, y = data
    networks = trained(start(), X, y, steps=60, learning_rate=0.3, batch_size=20)
    assert (networks.re_estimated(-X).accuracy(-X, y) < networks.accuracy(X, y) - 0.2).all()


def test_distributions_before_and_after_an_update(data):
    X, y = data
    seen = hidden_distributions(start(), X, y, X[:, :30], every=10, steps=21, learning_rate=0.1)
    assert seen["steps"].tolist() == [0, 10]  # step 20 has no update after it
    stack = start()
    for step in training(stack, X, y, steps=12, learning_rate=0.1):
        if step.number in (10, 11):
            _, cache = forward(X[:, :30], stack)
            for name in ("Z", "Z_tilde"):
                got = seen[f"{name}_mean"][:, 1, step.number - 10, 1]
                np.testing.assert_allclose(got, cache[f"{name}2"].mean(axis=-1), atol=1e-12)
                got = seen[f"{name}_sd"][:, 1, step.number - 10, 1]
                np.testing.assert_allclose(got, cache[f"{name}2"].std(axis=-1), atol=1e-12)


def test_drift_is_the_mean_move_of_the_means():
    means = np.zeros((1, 1, 2, 1, 2))
    means[0, 0, 1, 0] = [0.5, -1.5]
    assert drift({"Z_tilde_mean": means}, "Z_tilde").item() == 1.0


def test_loss_at_one_step_is_where_the_update_arrives(data):
    X, y = data
    loss, change = along_the_step(start(), X, y, [0, 1], steps=1, learning_rate=0.2, every=1)
    stack = start()
    for step in training(stack, X, y, steps=1, learning_rate=0.2):
        before, gradients = cross_entropy(forward(step.X, stack)[0], step.Y), step.gradients
    Z, cache = forward(step.X, stack)
    np.testing.assert_allclose(loss[:, 0, 1], cross_entropy(Z, step.Y) / before, rtol=1e-10)
    after = backward(cross_entropy_gradient(Z, step.Y), stack, cache)
    weights = ("W1", "W2", "W3")
    moved = sum(((after[w] - gradients[w])[0] ** 2).sum() for w in weights)
    length = sum((gradients[w][0] ** 2).sum() for w in weights)
    np.testing.assert_allclose(change[0, 0, 1], np.sqrt(moved / length), rtol=1e-10)
    assert (loss[..., 0] == 1).all() and (change[..., 0] == 0).all()


def test_gradient_shift_moves_only_the_earlier_layers(data):
    X, y = data
    cosine, difference = gradient_shift(start(), X, y, steps=1, learning_rate=0.5, every=1)
    stack = start()
    step = next(training(stack, X, y, steps=1, learning_rate=0.5))
    for name in ("W1", "gamma1", "beta1"):
        stack[name] -= 0.5 * step.gradients[name]
    Z, cache = forward(step.X, stack)
    after = backward(cross_entropy_gradient(Z, step.Y), stack, cache)["W2"][0].ravel()
    before = step.gradients["W2"][0].ravel()
    expected = before @ after / np.linalg.norm(before) / np.linalg.norm(after)
    np.testing.assert_allclose(cosine[0, 0], expected, rtol=1e-10)
    np.testing.assert_allclose(difference[0, 0],
                               np.linalg.norm(after - before) / np.linalg.norm(before), rtol=1e-10)


def test_a_batch_mean_scatters_as_one_over_m(rng):
    """Within 10% for m = 8 to 512, on skewed values too."""
    values = rng.exponential(size=(20, 5000))
    sizes = np.array([8, 16, 32, 64, 128, 256, 512])
    found = batch_mean_variance(values, sizes, 1000, rng).mean(axis=-1)
    np.testing.assert_allclose(found * sizes, 1, atol=0.1)


def test_all_experiments_return_the_network_first(data):
    X, y = data
    settings = {"steps": 3, "learning_rate": 0.1, "every": 1}
    assert along_the_step(start(count=2), X, y, [1], **settings)[0].shape == (2, 3, 1)
    assert gradient_shift(start(count=2), X, y, **settings)[0].shape == (2, 3)
    one_hot(y, 3)
    assert experiments.drift(hidden_distributions(start(count=2), X, y, X, steps=4, every=2,
                                                  learning_rate=0.1)).shape == (2, 2, 2)
