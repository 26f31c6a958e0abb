import inspect

import numpy as np
import pytest

from helpers.optimizers import (
    Adam, GradientDescent, Momentum, RMSprop, Scheduled, exponential_decay, inverse_time_decay,
)

OPTIMIZERS = (GradientDescent, Momentum, RMSprop, Adam)
each_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda o: o.__name__)
SHAPES = {"W1": (3, 4), "gamma1": (3, 1), "b2": (2, 1)}
STEPS = 8


def random_arrays(rng, dtype=np.float64, shapes=SHAPES, stack=()):
    return {name: rng.normal(size=(*stack, *shape)).astype(dtype) for name, shape in shapes.items()}


def path(optimizer, rng):
    """The parameters after each step along random gradients, and those gradients."""
    parameters = random_arrays(rng)
    start = {name: parameter.copy() for name, parameter in parameters.items()}
    gradients = [random_arrays(rng) for _ in range(STEPS)]
    visited = []
    for gradient in gradients:
        optimizer.update(parameters, gradient)
        visited.append({name: parameter.copy() for name, parameter in parameters.items()})
    return start, gradients, visited


def types_of(parameters, optimizer):
    """The types of the parameters and of what the optimizer remembers of them."""
    memory = [kept for kept in vars(optimizer).values() if isinstance(kept, dict)]
    return {array.dtype for arrays in (parameters, *memory) for array in arrays.values()}


def assert_same_path(ours, theirs):
    for step, (here, there) in enumerate(zip(ours, theirs, strict=True), start=1):
        for name in here:
            np.testing.assert_allclose(here[name], there[name], rtol=1e-12, atol=1e-12,
                                       err_msg=f"{name}, step {step}")


def keras_path(optimizer, start, gradients, keras):
    variables = {name: keras.Variable(value, dtype="float64") for name, value in start.items()}
    optimizer.build(list(variables.values()))
    for gradient in gradients:
        optimizer.apply([keras.ops.convert_to_tensor(gradient[name]) for name in variables])
        yield {name: variable.numpy().copy() for name, variable in variables.items()}


# The same steps as the frameworks, once the conventions are translated

@pytest.fixture
def float64_keras(keras):
    """Keras keeps its learning rates in `floatx`: float32 would show."""
    before = keras.config.floatx()
    keras.config.set_floatx("float64")
    yield keras
    keras.config.set_floatx(before)


TINY = 1e-30  # an epsilon without effect: each framework puts it elsewhere
# Keras rounds weights such as 0.9 to float32 whatever the floatx: only exact ones can be compared.


@pytest.mark.parametrize("ours, theirs", [
    (GradientDescent(0.3), lambda o: o.SGD(0.3)),
    # Keras's velocity has no factor 1 - decay: its rate is smaller by it.
    (Momentum(0.3, decay=0.75), lambda o: o.SGD(0.3 * (1 - 0.75), momentum=0.75)),
    (RMSprop(0.3, decay=0.75, epsilon=TINY), lambda o: o.RMSprop(0.3, rho=0.75, epsilon=TINY)),
    (Adam(0.3, 0.75, 0.9375, TINY), lambda o: o.Adam(0.3, 0.75, 0.9375, epsilon=TINY)),
], ids=lambda o: type(o).__name__)
def test_steps_are_those_of_keras(ours, theirs, float64_keras, rng):
    start, gradients, visited = path(ours, rng)
    assert_same_path(visited, keras_path(theirs(float64_keras.optimizers), start, gradients,
                                         float64_keras))


# The formulas of the docstrings, written out

def momentum(p, gradients, rate, decay):
    v = 0
    for dp in gradients:
        v = decay * v + (1 - decay) * dp
        p = p - rate * v
        yield p


def rmsprop(p, gradients, rate, decay, epsilon):
    s = 0
    for dp in gradients:
        s = decay * s + (1 - decay) * dp**2
        p = p - rate * dp / (s**0.5 + epsilon)
        yield p


def adam(p, gradients, rate, beta1, beta2, epsilon):
    v = s = 0
    for t, dp in enumerate(gradients, start=1):
        v = beta1 * v + (1 - beta1) * dp
        s = beta2 * s + (1 - beta2) * dp**2
        p = p - rate * v / (1 - beta1**t) / ((s / (1 - beta2**t)) ** 0.5 + epsilon)
        yield p


@pytest.mark.parametrize("optimizer, formula, settings", [
    (Momentum, momentum, (0.3, 0.7)),
    (Momentum, momentum, (0.3, 0)),
    (Momentum, momentum, (0, 0.7)),  # a rate of 0 changes nothing
    (RMSprop, rmsprop, (0.3, 0.7, 0.05)),
    (Adam, adam, (0.3, 0.7, 0.9, 0.05)),
    (Adam, adam, (0.3, 0, 0, 0.05)),
])
def test_steps_are_those_of_the_formula(optimizer, formula, settings, rng):
    start, gradients, visited = path(optimizer(*settings), rng)
    for name in SHAPES:
        wanted = formula(start[name], [gradient[name] for gradient in gradients], *settings)
        for here, there in zip(visited, wanted, strict=True):
            np.testing.assert_allclose(here[name], there, rtol=1e-12)


# What holds for all of them

@each_optimizer
def test_parameters_change_in_place_and_gradients_do_not(optimizer, rng):
    parameters, gradients = random_arrays(rng), random_arrays(rng)
    before = {name: (parameter, parameter.copy()) for name, parameter in parameters.items()}
    for gradient in gradients.values():
        gradient.flags.writeable = False
    ours = optimizer(0.1)
    for _ in range(3):
        assert ours.update(parameters, gradients) is None
    for name, (array, values) in before.items():
        assert parameters[name] is array
        assert (array != values).all()
        assert not np.shares_memory(array, gradients[name])


@each_optimizer
@pytest.mark.parametrize("rate", [0.1, np.float64(0.1)], ids=["float", "float64"])
def test_float32_stays_float32(optimizer, rate, rng):
    parameters, gradients = (random_arrays(rng, np.float32) for _ in range(2))
    exact = {name: parameter.astype(float) for name, parameter in parameters.items()}
    ours, precise = optimizer(rate), optimizer(0.1)
    for _ in range(3):
        ours.update(parameters, gradients)
        precise.update(exact, {name: g.astype(float) for name, g in gradients.items()})
    assert types_of(parameters, ours) == {np.dtype(np.float32)}
    for name in SHAPES:
        np.testing.assert_allclose(parameters[name], exact[name], rtol=0, atol=2e-6)


@each_optimizer
def test_a_later_change_of_the_callers_rates_does_not_matter(optimizer):
    rates = np.full((2, 1, 1), 0.5)
    ours = optimizer(rates)
    rates[:] = 7
    assert (ours.learning_rate == 0.5).all()


# Every hyperparameter may differ from network to network

@pytest.mark.parametrize("optimizer, others", [
    *((optimizer, {}) for optimizer in OPTIMIZERS),
    (Momentum, {"decay": [0.0, 0.5, 0.99]}),
    (RMSprop, {"decay": [0.0, 0.5, 0.99], "epsilon": [1e-8, 0.1, 1.0]}),
    (Adam, {"beta1": [0.0, 0.9, 0.5]}),
    (Adam, {"beta2": [0.0, 0.999, 0.5]}),
    (Adam, {"beta1": [0.0, 0.9, 0.99], "beta2": [0.999, 0.0, 0.9], "epsilon": [1e-8, 0.1, 1.0]}),
])
@pytest.mark.parametrize("dtype, setting_type, room", [
    (np.float64, np.float64, 1e-12), (np.float64, np.float32, 1e-12),
    (np.float32, np.float64, 1e-5)])
def test_a_stack_with_settings_of_its_own_is_its_networks_one_by_one(optimizer, others, dtype,
                                                                     setting_type, room, rng):
    settings = {"learning_rate": [0.01, 0.1, 1.0]} | others
    stack = optimizer(**{name: np.array(values, setting_type).reshape(3, 1, 1)
                         for name, values in settings.items()})
    alone = [optimizer(**{name: setting_type(values[k]) for name, values in settings.items()})
             for k in range(3)]
    parameters = random_arrays(rng, dtype, stack=(3,))
    singles = [{name: p[k].copy() for name, p in parameters.items()} for k in range(3)]
    for _ in range(STEPS):
        gradients = random_arrays(rng, dtype, stack=(3,))
        stack.update(parameters, gradients)
        for k in range(3):
            alone[k].update(singles[k], {name: g[k] for name, g in gradients.items()})
    assert types_of(parameters, stack) == {np.dtype(dtype)}
    for k in range(3):
        for name in SHAPES:
            np.testing.assert_allclose(parameters[name][k], singles[k][name], rtol=room, atol=room)


# Bad settings

WEIGHTS = [(Momentum, "decay"), (RMSprop, "decay"), (Adam, "beta1"), (Adam, "beta2")]
EPSILONS = [(RMSprop, "epsilon"), (Adam, "epsilon")]
RATES = [(optimizer, "learning_rate") for optimizer in OPTIMIZERS]


@pytest.mark.parametrize("optimizer, name", WEIGHTS + EPSILONS + RATES)
def test_a_bad_setting_is_refused_by_name(optimizer, name):
    def refuses(value, error, expected):
        with pytest.raises(error, match=f"^{name}: expected {expected}.*; got"):
            optimizer(**{"learning_rate": 0.1} | {name: value})

    for number in (-0.1, np.nan, np.inf, *((1, 1.5) if (optimizer, name) in WEIGHTS else ())):
        refuses(number, ValueError, "a number from 0 to")
        refuses(np.array([0.5, number]).reshape(2, 1, 1), ValueError, "a number from 0 to")
    for shape in ((1,), (2,), (2, 3, 1)):
        refuses(np.full(shape, 0.5), ValueError, "a number, or shape")
    for value in ("0.1", None, True, 0.1j):
        refuses(value, TypeError, "an array of real numbers")


# Learning rate decay

EPOCH = 4  # steps


@pytest.mark.parametrize("decay, theirs, rate", [
    (inverse_time_decay, "InverseTimeDecay", 0.75), (inverse_time_decay, "InverseTimeDecay", 0.0),
    (exponential_decay, "ExponentialDecay", 0.95), (exponential_decay, "ExponentialDecay", 1.0)])
@pytest.mark.parametrize("ours, framework", [
    (GradientDescent, lambda o, rate: o.SGD(rate)),
    (lambda rate: Adam(rate, 0.75, 0.9375, TINY),
     lambda o, rate: o.Adam(rate, 0.75, 0.9375, epsilon=TINY))], ids=["GradientDescent", "Adam"])
def test_decay_is_that_of_keras(ours, framework, decay, theirs, rate, float64_keras, rng):
    schedule = getattr(float64_keras.optimizers.schedules, theirs)(0.3, EPOCH, rate)
    falling = decay(rate, EPOCH)
    for step in range(3 * EPOCH):
        assert 0.3 * falling(step) == pytest.approx(float(schedule(step)), rel=1e-6)
    start, gradients, visited = path(Scheduled(ours(0.3), falling), rng)
    for here, there in zip(visited, keras_path(framework(float64_keras.optimizers, schedule),
                                               start, gradients, float64_keras), strict=True):
        for name in here:  # Keras computes a schedule in float32
            np.testing.assert_allclose(here[name], there[name], rtol=2e-5, atol=2e-6)


def test_decay_is_the_lectures_formula_after_each_whole_epoch():
    falling = [decay(rate, EPOCH) for decay, rate in (
        (inverse_time_decay, 1.0), (exponential_decay, 0.95))]
    found = [[0.2 * schedule(epoch * EPOCH) for epoch in range(1, 5)] for schedule in falling]
    assert found[0] == pytest.approx([0.1, 0.2 / 3, 0.05, 0.04])  # the lecture's example
    assert found[1] == pytest.approx([0.19, 0.1805, 0.171475, 0.16290125])


@each_optimizer
def test_without_decay_a_schedule_changes_no_bit(optimizer):
    visited = [path(made, np.random.default_rng(4))[2] for made in (
        optimizer(0.1), Scheduled(optimizer(0.1), inverse_time_decay(0, EPOCH)),
        Scheduled(optimizer(0.1), exponential_decay(1, EPOCH)))]
    assert_equal = np.testing.assert_array_equal
    for steps in zip(*visited, strict=True):
        for name in SHAPES:
            assert_equal(steps[1][name], steps[0][name])
            assert_equal(steps[2][name], steps[0][name])


@each_optimizer
@pytest.mark.parametrize("decay, rates", [
    (inverse_time_decay, [0.0, 1.0, 9.0]), (exponential_decay, [1.0, 0.5, 0.0])])
def test_each_network_of_a_stack_may_have_a_decay_of_its_own(optimizer, decay, rates, rng):
    stack = Scheduled(optimizer(0.1), decay(np.reshape(rates, (3, 1, 1)), EPOCH))
    alone = [Scheduled(optimizer(0.1), decay(rate, EPOCH)) for rate in rates]
    parameters = random_arrays(rng, np.float32, stack=(3,))
    singles = [{name: p[k].copy() for name, p in parameters.items()} for k in range(3)]
    for _ in range(STEPS):
        gradients = random_arrays(rng, np.float32, stack=(3,))
        stack.update(parameters, gradients)
        for k, one in enumerate(alone):
            one.update(singles[k], {name: g[k] for name, g in gradients.items()})
    for k in range(3):
        for name in SHAPES:
            assert parameters[name].dtype == np.float32
            np.testing.assert_allclose(parameters[name][k], singles[k][name], rtol=1e-5, atol=1e-5)


@each_optimizer
def test_a_schedule_of_ones_own_sets_each_step(optimizer, rng):
    factors = [0.0, 1.0, 0.25, 4.0]
    changing, plain = optimizer(0.5), optimizer(0.5)
    ours = Scheduled(changing, lambda step: factors[step])
    parameters = random_arrays(rng)
    theirs = {name: parameter.copy() for name, parameter in parameters.items()}
    for factor in factors:
        gradients = random_arrays(rng)
        ours.update(parameters, gradients)
        plain.learning_rate = 0.5 * factor
        plain.update(theirs, gradients)
        for name in SHAPES:
            np.testing.assert_array_equal(parameters[name], theirs[name])


@pytest.mark.parametrize("decay, high, bad", [
    (inverse_time_decay, "a finite one", (-0.1, np.nan, np.inf)),
    (exponential_decay, "1", (-0.1, np.nan, 1.01))])
def test_a_bad_decay_is_refused_by_name(decay, high, bad):
    for rate in (*bad, np.array([0.5, bad[0]]).reshape(2, 1, 1)):
        with pytest.raises(ValueError, match=f"^decay_rate: expected a number from 0 to {high}; g"):
            decay(rate, EPOCH)
    with pytest.raises(ValueError, match="^decay_rate: expected a number, or shape"):
        decay(np.full(2, 0.5), EPOCH)
    with pytest.raises(TypeError, match="^decay_rate: expected an array of real numbers"):
        decay("0.95", EPOCH)
    with pytest.raises(ValueError, match="^epoch: expected at least 1; got 0"):
        decay(0.5, 0)
    with pytest.raises(TypeError, match="^epoch: expected a whole number; got float"):
        decay(0.5, 2.5)


@pytest.mark.parametrize(("optimizer", "defaults"), [
    (Momentum, {"decay": 0.9}), (RMSprop, {"decay": 0.9, "epsilon": 1e-8}),
    (Adam, {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}),
])
def test_what_is_not_given_is_what_the_lectures_recommend(optimizer, defaults):
    parameters = inspect.signature(optimizer).parameters
    assert {name: parameters[name].default for name in defaults} == defaults
