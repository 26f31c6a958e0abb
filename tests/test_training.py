import inspect

import numpy as np
import pytest

from helpers.averages import RunningStatistics
from helpers.network import backward, batch_statistics, depth, forward, initialize, predict
from helpers.optimizers import Adam, GradientDescent, Momentum, RMSprop
from helpers.softmax import cross_entropy, cross_entropy_gradient, one_hot
from helpers.training import (
    BATCH_NORM,
    TrainingDiverged,
    mini_batches,
    train,
    training_step,
    training_steps,
)

OPTIMIZERS = (GradientDescent, Momentum, RMSprop, Adam)
LAYERS = (4, 6, 5, 3)
each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: o.__name__)
with_and_without = pytest.mark.parametrize("batch_norm", [True, False], ids=["bn", "plain"])
each_activation = pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])


@pytest.fixture
def data(rng):
    """Three clouds of points that can be told apart."""
    y = rng.integers(0, 3, 50)
    return rng.normal(size=(4, 50)) + 2 * np.eye(4)[:, y], y


def network(seed=0, batch_norm=True, dtype=np.float64, stack=()):
    return initialize(LAYERS, np.random.default_rng(seed), batch_norm=batch_norm, dtype=dtype,
                      stack=stack)


def copies(parameters):
    return {name: parameter.copy() for name, parameter in parameters.items()}


def trained(data, parameters, optimizer, steps=12, **settings):
    """Train in ten-example mini-batches that depend on nothing but the seed."""
    X, y = data
    settings = {"batch_size": 10, "progress": False} | settings
    return train(parameters, X, one_hot(y, 3), optimizer, steps, np.random.default_rng(5),
                 **settings)


def assert_equal_bit_for_bit(first, second):
    assert set(first) == set(second)
    for name in first:
        np.testing.assert_array_equal(first[name], second[name], err_msg=name)


# Mini-batches

@pytest.mark.parametrize("drop_short", [False, True])
@pytest.mark.parametrize("m, batch_size", [(12, 4), (13, 4), (5, 1), (5, 5), (5, 3), (1, 1)])
def test_an_epoch_holds_every_example_once(m, batch_size, drop_short, rng):
    X, Y = np.arange(2 * m).reshape(2, m), np.arange(m)[np.newaxis]
    batches = list(mini_batches(X, Y, batch_size, rng, drop_short))
    full, rest = divmod(m, batch_size)
    sizes = [batch_size] * full + ([rest] if rest and not drop_short else [])
    assert [batch.shape[-1] for batch, _ in batches] == sizes
    seen = np.concatenate([labels[0] for _, labels in batches])
    assert len(set(seen)) == len(seen) == sum(sizes)
    for batch, labels in batches:
        np.testing.assert_array_equal(batch, X[:, labels[0]])


def test_every_epoch_has_an_order_of_its_own_and_a_seed_gives_it_again():
    X = np.arange(30.0)[np.newaxis]

    def orders(seed):
        rng = np.random.default_rng(seed)
        return [np.concatenate([x for x, _ in mini_batches(X, X, 7, rng)], axis=1).tolist()
                for _ in range(2)]

    assert orders(0) == orders(0) != orders(1)
    assert orders(0)[0] != orders(0)[1] != X.tolist()


def test_mini_batches_are_copies_and_may_carry_a_leading_axis(rng):
    X, Y = rng.normal(size=(3, 2, 5)), np.arange(5)
    for batch, labels in mini_batches(X, Y, 2, rng):
        np.testing.assert_array_equal(batch, X[..., labels])
        assert not np.shares_memory(batch, X) and not np.shares_memory(labels, Y)


@pytest.mark.parametrize("batch_size, labels, error, message", [
    (0, 5, ValueError, "batch_size: expected at least 1; got 0"),
    (6, 5, ValueError, "batch_size: expected 1 to 5, the number of examples; got 6"),
    (2.0, 5, TypeError, "batch_size: expected a whole number; got float"),
    (2, 4, ValueError, "Y: expected 5 examples, as in X; got 4"),
])
def test_mini_batches_that_do_not_fit_are_refused(batch_size, labels, error, message, rng):
    with pytest.raises(error, match=f"^{message}"):
        next(mini_batches(np.ones((2, 5)), np.ones((1, labels)), batch_size, rng))


# One step

@with_and_without
@each_activation
def test_a_step_hands_back_the_loss_before_it(activation, batch_norm, data):
    X, Y, parameters = data[0], one_hot(data[1], 3), network(batch_norm=batch_norm)
    before, arrays = copies(parameters), dict(parameters)
    loss, cache = training_step(X, Y, parameters, GradientDescent(0.1), activation)
    Z, expected = forward(X, before, activation)
    assert loss == cross_entropy(Z, Y) and loss.shape == ()
    np.testing.assert_array_equal(cache["A2"], expected["A2"])
    assert all(parameters[name] is arrays[name] for name in arrays)
    for name, gradient in backward(cross_entropy_gradient(Z, Y), before, expected).items():
        np.testing.assert_allclose(parameters[name], before[name] - 0.1 * gradient, atol=1e-15)


# A whole training

@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@each_optimizer
def test_a_seed_gives_the_same_training_bit_for_bit(optimizer, dtype, data):
    first, again = network(dtype=dtype), network(dtype=dtype)
    one, two = (trained(data, parameters, optimizer(0.01)) for parameters in (first, again))
    assert_equal_bit_for_bit(first, again)
    assert one.loss == two.loss
    assert_equal_bit_for_bit(one.running.estimate(), two.running.estimate())
    assert {parameter.dtype for parameter in first.values()} == {np.dtype(dtype)}
    assert {np.dtype(dtype)} == {a.dtype for a in one.running.estimate().values()}
    assert {loss.dtype for loss in one.loss} == {np.dtype(dtype)}


@with_and_without
def test_training_is_the_loop_one_would_write(batch_norm, data):
    X, Y = data[0], one_hot(data[1], 3)
    ours, theirs = network(batch_norm=batch_norm), network(batch_norm=batch_norm)
    history = trained(data, ours, Adam(0.01), steps=12, activation="tanh", decay=0.8, epsilon=0.01)
    rng, optimizer, running = np.random.default_rng(5), Adam(0.01), RunningStatistics(0.8)
    losses = []
    for epoch in range(3):
        for number, (x, y) in enumerate(mini_batches(X, Y, 10, rng)):
            if 5 * epoch + number < 12:
                loss, cache = training_step(x, y, theirs, optimizer, "tanh", 0.01)
                running.update(batch_statistics(cache))
                losses.append(loss)
    np.testing.assert_allclose(history.loss, losses, rtol=1e-12)
    assert history.running.steps == 12 and optimizer.steps == 12
    for name in theirs:
        np.testing.assert_allclose(ours[name], theirs[name], rtol=0, atol=1e-12)
    for name, value in running.estimate().items():
        np.testing.assert_allclose(history.running.estimate()[name], value, rtol=1e-11)


@pytest.mark.parametrize("steps, every, recorded", [
    (12, 4, [4, 8, 12]), (12, 5, [5, 10, 12]), (3, 100, [3]), (3, 1, [1, 2, 3]), (0, 1, [])])
def test_it_records_every_so_often_and_at_the_end(steps, every, recorded, data):
    X, y = data
    sets = {"dev": (X[:, :20], y[:20]), "test": (X[:, 20:], y[20:])}
    history = trained(data, network(), Adam(0.01), steps, every=every, evaluate=sets)
    assert history.steps == recorded
    assert len(history.loss) == history.running.steps == steps
    assert all(len(history.accuracy[name]) == len(recorded) for name in history.accuracy)
    assert set(history.accuracy) == (set(sets) if steps else set())
    assert set(history.percentiles) == ({1, 2} if steps else set())
    for layer, units in ((1, 6), (2, 5)) if steps else ():
        assert np.shape(history.percentiles[layer]) == (len(recorded), 3, units)


def test_what_it_records_is_true(data, rng):
    X, y = data
    parameters = network()
    new_X, new_y = rng.normal(size=(4, 3000)), rng.integers(0, 3, 3000)
    history = trained(data, parameters, Adam(0.01), 7, every=7, evaluate={"new": (new_X, new_y)},
                      activation="tanh", batch_size=50, epsilon=30.0)
    reached = {settings: np.mean(
        predict(new_X, parameters, history.running.estimate(), *settings).argmax(axis=0) == new_y)
        for settings in (("tanh", 30.0), ("tanh", 1e-5), ("relu", 30.0))}
    assert len(set(reached.values())) == 3  # no other setting looks the same
    assert history.accuracy["new"][-1] == reached["tanh", 30.0]
    before = network()  # one step earlier: the percentiles are those of the last forward pass
    trained(data, before, Adam(0.01), 6, activation="tanh", batch_size=50, epsilon=30.0)
    _, cache = forward(X, before, "tanh", epsilon=30.0)
    for layer in (1, 2):
        ordered = np.sort(cache[f"Z_tilde{layer}"], axis=1)
        at = np.array([0.15, 0.5, 0.85]) * 49
        low, part = np.floor(at).astype(int), at % 1
        wanted = ordered[:, low] * (1 - part) + ordered[:, low + 1] * part
        np.testing.assert_allclose(history.percentiles[layer][-1], wanted.T, atol=1e-9)


def test_percentiles_of_infinities_are_silent(data):
    parameters = network(batch_norm=False, stack=(2,))
    parameters["b1"][1] = np.array([[np.inf], [-np.inf]] * 3)
    parameters["W1"][1, :, 0] = 1e308
    history = trained((100 * data[0], data[1]), parameters, Adam(0.01), 1)
    assert np.isfinite(history.percentiles[1][0][:, 0]).all()
    assert not np.isfinite(history.percentiles[1][0][:, 1]).any()


# Looking changes nothing

@with_and_without
@each_optimizer
def test_evaluating_does_not_change_the_training(optimizer, batch_norm, data):
    watched, unwatched = network(batch_norm=batch_norm), network(batch_norm=batch_norm)
    one = trained(data, watched, optimizer(0.01), every=1, evaluate={"all": data})
    two = trained(data, unwatched, optimizer(0.01), every=100)
    assert one.loss == two.loss
    assert_equal_bit_for_bit(watched, unwatched)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_callers_data_stay_what_they_are(order, dtype, data):
    X, Y = np.array(data[0], dtype, order=order), one_hot(data[1], 3).astype(dtype, order=order)
    X.flags.writeable = Y.flags.writeable = False
    train(network(dtype=dtype), X, Y, Adam(0.01), 8, np.random.default_rng(0), batch_size=10,
          progress=False, evaluate={"all": (X, data[1])}, every=2)  # writing to one would raise


# Divergence

@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("rate", [1e3, 1e15, 1e30, 1e200])
@with_and_without
@each_activation
@each_optimizer
def test_exploding_rates_never_warn(optimizer, activation, batch_norm, rate, dtype, data):
    parameters = network(batch_norm=batch_norm, dtype=dtype)
    try:
        trained(data, parameters, optimizer(rate), activation=activation, every=1,
                evaluate={"all": data})
    except TrainingDiverged as diverged:
        assert 1 < diverged.step <= 12


def test_divergence_is_one_exception_that_says_when(data):
    parameters, twin = network(batch_norm=False), network(batch_norm=False)
    with pytest.raises(TrainingDiverged) as caught:
        trained(data, parameters, GradientDescent(1e100))
    error, rng, losses = caught.value, np.random.default_rng(5), []
    for x, y in mini_batches(data[0], one_hot(data[1], 3), 10, rng):
        losses.append(training_step(x, y, twin, GradientDescent(1e100))[0])
    step = 1 + int(np.argmin(np.isfinite(losses)))
    assert error.step == step > 1
    assert str(error) == (f"the loss is no longer a number at step {step}: "
                          "try a smaller learning rate or another initialization")
    assert isinstance(error, ArithmeticError)
    assert error.__cause__ is None and error.__context__ is None


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e308])
@with_and_without
@each_optimizer
def test_a_diverged_network_does_not_touch_its_neighbours(optimizer, batch_norm, bad, data):
    def run(factor, rate):
        parameters = network(batch_norm=batch_norm, stack=(3,))
        parameters["W1"][1] *= factor
        rates = np.array([0.01, rate, 0.02]).reshape(3, 1, 1)
        history = trained(data, parameters, optimizer(rates), every=3, evaluate={"all": data})
        return parameters, history

    (calm, calm_history), (wild, wild_history) = run(1, 0.01), run(bad, 1e200)  # the middle one
    neighbours = [0, 2]
    for first, second in ((calm, wild), (calm_history.running.estimate(),
                                         wild_history.running.estimate())):
        assert set(first) == set(second)
        for name in first:
            np.testing.assert_array_equal(first[name][neighbours], second[name][neighbours])
            assert np.isfinite(first[name]).all()
    for calm_record, wild_record in ((calm_history.loss, wild_history.loss),
                                     (calm_history.accuracy["all"], wild_history.accuracy["all"]),
                                     (calm_history.percentiles[2], wild_history.percentiles[2])):
        first, second = (np.moveaxis(np.array(record), -1 if np.ndim(record) == 2 else 2, 0)
                         for record in (calm_record, wild_record))
        np.testing.assert_array_equal(first[neighbours], second[neighbours])
    if not np.isfinite(bad):
        assert not np.isfinite(np.array(wild_history.loss)[:, 1]).any()
        assert wild_history.accuracy["all"][-1][1] == 0


@pytest.mark.parametrize("loss", [np.nan, np.inf, np.array([np.inf, np.nan])], ids=str)
def test_an_infinite_loss_is_a_divergence_too(loss, data, monkeypatch):
    monkeypatch.setattr("helpers.training.training_step", lambda *_, **__: (loss, {}))
    with pytest.raises(TrainingDiverged, match="at step 1:"):
        trained(data, network(), Adam(0.01))


def test_only_when_all_have_diverged_does_a_stack_stop(data):
    parameters = network(stack=(2,))
    parameters["W1"][0] = np.nan
    assert len(trained(data, parameters, Adam(0.01)).loss) == 12
    parameters["W1"][1] = np.nan
    with pytest.raises(TrainingDiverged) as caught:
        trained(data, parameters, Adam(0.01))
    assert caught.value.step == 1


# Bad arguments

@pytest.mark.parametrize("change, error, message", [
    ({"steps": -1}, ValueError, "steps: expected at least 0"),
    ({"steps": 2.5}, TypeError, "steps: expected a whole number"),
    ({"every": 0}, ValueError, "every: expected at least 1"),
    ({"every": "1"}, TypeError, "every: expected a whole number"),
    ({"batch_size": 51}, ValueError, "batch_size: expected 1 to 50"),
    ({"decay": 1}, ValueError, "decay: expected a number"),
    ({"epsilon": -1}, ValueError, "epsilon: expected a number"),
    ({"activation": "swish"}, ValueError, "activation: expected one of"),
    ({"X": np.ones((3, 50))}, ValueError, "X: expected 4 features"),
    ({"X": None}, TypeError, "X: expected an array of real numbers"),
    ({"Y": np.zeros(50, int)}, ValueError, "Y: expected a matrix"),
    ({"Y": np.ones((2, 50))}, ValueError, "Y: expected shape"),
    ({"Y": np.ones((3, 49))}, ValueError, "Y: expected 50 examples"),
], ids=lambda value: next(iter(value)) if isinstance(value, dict) else "")
def test_bad_arguments_are_refused_by_name(change, error, message, data):
    settings = {"X": data[0], "Y": one_hot(data[1], 3), "optimizer": Adam(0.01), "steps": 3,
                "rng": np.random.default_rng(0), "batch_size": 10, "progress": False}
    parameters = network()
    before = copies(parameters)
    with pytest.raises(error, match=f"^{message}"):
        train(parameters, **settings | change)
    assert_equal_bit_for_bit(before, parameters)


# What goes to work in it

def test_training_steps_are_those_of_train(data):
    parameters, twin = network(), network()
    history = trained(data, parameters, Adam(0.01))
    steps = training_steps(twin, data[0], one_hot(data[1], 3), Adam(0.01),
                           np.random.default_rng(5), batch_size=10)
    losses = [next(steps)[0] for _ in range(12)]
    np.testing.assert_array_equal(losses, history.loss)
    assert all(np.array_equal(parameters[name], twin[name]) for name in twin)


@pytest.mark.parametrize("position", [0, 1])
def test_another_batch_norm_goes_to_work(position, data):
    calls = []

    def theirs(*arguments):
        calls.append(len(arguments))
        return BATCH_NORM[position](*arguments)

    pair = list(BATCH_NORM)
    pair[position] = theirs
    ours = trained(data, network(), Adam(0.01))
    assert trained(data, network(), Adam(0.01), batch_norm=pair).loss == ours.loss
    assert len(calls) == 12 * (depth(network()) - 1)


def test_an_interrupted_training_keeps_what_it_has(data, monkeypatch, capsys):
    whole = trained(data, network(), Adam(0.01))

    def until_the_fifth(*arguments, **options):
        if len(seen) == 5:
            raise KeyboardInterrupt
        seen.append(None)
        return training_step(*arguments, **options)

    monkeypatch.setattr("helpers.training.training_step", until_the_fifth)
    seen = []
    history = trained(data, network(), Adam(0.01), progress="a label")
    assert history.loss == whole.loss[:5] and "after 5 of 12 steps" in capsys.readouterr().out
    seen = []
    with pytest.raises(KeyboardInterrupt):  # a part of something larger
        trained(data, network(), Adam(0.01))


def test_what_is_not_given_is_what_the_notebooks_train_with():
    defaults = {name: one.default for name, one in inspect.signature(train).parameters.items()}
    assert defaults["batch_size"] == 60 and defaults["every"] == 100
    assert defaults["activation"] == "relu" and defaults["decay"] == 0.9
    assert inspect.signature(training_steps).parameters["batch_size"].default == 60
