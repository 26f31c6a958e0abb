"""Every "Your turn": what is asked of all of them, over all of them."""

import importlib
import pkgutil

import numpy as np
import pytest
from scipy.special import softmax

import helpers.exercises
from conftest import _installed
from helpers import averages, batch_norm, layer_norm, network, normalization, sampling
from helpers import softmax as helper
from helpers.exercises.exercise import REGISTRY
from helpers.optimizers import Adam, GradientDescent
from helpers.training import training_step

for module in pkgutil.iter_modules(helpers.exercises.__path__):
    importlib.import_module(f"helpers.exercises.{module.name}")
EXERCISES = dict(REGISTRY)
SAMPLERS = {"my_log_uniform", "my_log_uniform_decay"}
each_exercise = pytest.mark.parametrize("name", EXERCISES)


def tensorflow():
    """What one exercise cannot do without: where it is missing, its tests are skipped."""
    return _installed("tensorflow")


def fresh(name):
    """The exercise, which meets the same random cases whatever ran before."""
    if name == "my_train_step":
        tensorflow()
    EXERCISES[name]._passes = 0
    return EXERCISES[name]


@pytest.mark.parametrize("path", [
    "averages.check_running_average", "batch_norm_forward.check_batch_norm_forward",
    "batch_norm_backward.check_batch_norm_backward", "normalize_once.check_normalize_once",
    "batch_norm_inference.check_batch_norm_inference", "layer_norm.check_layer_norm_forward",
    "layer_norm.check_layer_norm_backward", "training_step.check_adam_update",
    "training_step.check_one_step",
    "normalization.check_normalize_inputs", "school.check_best_trial", "halving.check_halving",
    "softmax.check_softmax",
    "softmax.check_softmax_gradient", "sampling.check_log_uniform",
    "sampling.check_log_uniform_decay", "framework.check_batch_norm_tf",
    "framework.check_train_step"])
def test_every_check_has_the_name_that_notebooks_and_teachers_use(path):
    module, name = path.split(".")
    check = getattr(importlib.import_module(f"helpers.exercises.{module}"), name)
    assert any(check is exercise for exercise in EXERCISES.values())


# Right answers, written differently; the course's own helper among them

def by_weights(values, decay):
    """Every average as the weighted mean of what came before it."""
    return [np.average(values[: day + 1], weights=decay ** np.arange(day, -1, -1))
            for day in range(len(values))]


def one_factor(Z, gamma, beta, mean, variance, epsilon):
    scale = gamma * (variance + epsilon) ** -0.5
    return scale * Z + (beta - scale * mean)


def unit_by_unit(Z, gamma, beta, epsilon):
    deviation = (Z.T - Z.mean(axis=-1)).T
    scale = gamma.ravel() * (np.sum(deviation**2, axis=1) / Z.shape[1] + epsilon) ** -0.5
    return np.stack([s * row + b for s, row, b in zip(scale, deviation, beta, strict=True)])


def staged(dZ_tilde, Z_norm, gamma, variance, epsilon):
    m, std = dZ_tilde.shape[1], np.sqrt(variance + epsilon)
    Z_c, dZ_norm = Z_norm * std, gamma * dZ_tilde
    dvariance = -0.5 * (dZ_norm * Z_c).sum(axis=1, keepdims=True) / std**3
    dZ_c = dZ_norm / std + 2 * Z_c * dvariance / m
    dZ = dZ_c - dZ_c.mean(axis=1, keepdims=True)
    return [dZ, np.einsum("ij,ij->i", dZ_tilde, Z_norm)[:, None], dZ_tilde @ np.ones((m, 1))]


def by_the_backward_helper(dZ_tilde, Z_norm, gamma, variance, epsilon):
    cache = batch_norm.BatchNormCache(Z_norm, gamma, 0 * gamma, variance,
                                      np.sqrt(variance + epsilon))
    return batch_norm.batch_norm_backward(dZ_tilde, cache)


def turned(Z, gamma, beta, epsilon):
    """Batch norm of the transpose; gamma and beta afterwards."""
    ones = np.ones((Z.shape[1], 1))
    return gamma * unit_by_unit(Z.T, ones, 0 * ones, epsilon).T + beta


def example_by_example(dZ_tilde, Z_norm, gamma, variance, epsilon):
    """dZ by the Jacobian of each example."""
    n, m = Z_norm.shape
    dZ = [(np.eye(n) - 1 / n - np.outer(z, z) / n) @ (gamma[:, 0] * d) / np.sqrt(v + epsilon)
          for z, d, v in zip(Z_norm.T, dZ_tilde.T, variance[0], strict=True)]
    return np.transpose(dZ), (dZ_tilde * Z_norm) @ np.ones((m, 1)), dZ_tilde @ np.ones((m, 1))


def by_the_layer_norm_helper(dZ_tilde, Z_norm, gamma, variance, epsilon):
    return layer_norm.layer_norm_backward(
        dZ_tilde, layer_norm.LayerNormCache(Z_norm, gamma, np.sqrt(variance + epsilon)))


def rearranged(p, g, v, s, t, rate, beta1, beta2, epsilon):
    v, s = v + (1 - beta1) * (g - v), s - (1 - beta2) * (s - g * g)
    rate = rate * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return [p - rate * v / (np.sqrt(s) + epsilon * np.sqrt(1 - beta2**t)), v, s]


def by_the_optimizer(p, g, v, s, t, rate, beta1, beta2, epsilon):
    adam, parameters = Adam(rate, beta1, beta2, epsilon), {"W1": p.copy()}
    adam.steps, adam.velocity["W1"], adam.square["W1"] = t - 1, v.copy(), s.copy()
    adam.update(parameters, {"W1": g})
    return parameters["W1"], adam.velocity["W1"], adam.square["W1"]


def by_the_helper(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    parameters = {"W1": W1.copy(), "gamma1": gamma1.copy(), "beta1": beta1.copy(),
                  "W2": W2.copy(), "b2": b2.copy()}
    training_step(X, Y, parameters, GradientDescent(learning_rate))
    return tuple(parameters.values())


def normalized_by_hand(X, Y, W1, gamma1, beta1, W2, b2, rate):
    """Other names and another order; the gradient at the logits is not divided by m."""
    count, centred = X.shape[-1], W1 @ (X.T - X.mean(axis=1)).T
    std = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
    norm = centred / std
    hidden = np.clip(gamma1 * norm + beta1, 0, None)
    wrong = softmax(W2 @ hidden + b2, axis=0) - Y
    back = np.where(hidden > 0, W2.T @ wrong, 0)
    dgamma, dbeta = (back * norm).mean(1)[:, None], back.mean(1)[:, None]
    dW1 = gamma1 / std * (back - dbeta - norm * dgamma) @ X.T / count
    return [W1 - rate * dW1, gamma1 - rate * dgamma, beta1 - rate * dbeta,
            W2 - rate / count * wrong @ hidden.T, b2 - rate * wrong.mean(1)[:, None]]


def folded_once(W, b, X):
    """Batch norm with the images' statistics, folded into the layer's weights."""
    Z = W @ X + b
    statistics = {"mean1": Z.mean(axis=1, keepdims=True) - b, "variance1": Z.var(axis=1)[:, None]}
    layer = {"W1": W, "gamma1": np.ones_like(b), "beta1": np.zeros_like(b), "W2": W, "b2": b}
    plain = network.folded(layer, statistics, epsilon=0)
    return plain["W1"], plain["b1"]


def once_by_rows(W, b, X):
    rows = []
    for w in W:
        z = X.T @ w
        rows.append([w / z.std(), -np.mean(z) / z.std()])
    return np.array([w for w, _ in rows]), np.array([[shift] for _, shift in rows])


def by_sorting(curves, diverged):
    alive = [trial for trial in range(len(curves)) if not diverged[trial]]
    return sorted(alive, key=lambda trial: curves[trial][-3:].mean())[-1]


def by_nanargmax(curves, diverged):
    return np.nanargmax(np.where(diverged, np.nan, curves[:, -3:].sum(axis=1)))


def normalized_alike(X_train, X_test):
    mu, spread = np.average(X_train, axis=1)[:, None], np.var(X_train, axis=1)[:, None] ** 0.5
    return [((X - mu) / spread).tolist() for X in (X_train, X_test)]


def by_the_normalizer(X_train, X_test):
    statistics = normalization.input_statistics(X_train)
    return [normalization.normalize_inputs(X, *statistics) for X in (X_train, X_test)]


def by_pairs(Z):
    """1 over the sum of e^(z_k - z_c): no maximum is subtracted, and nothing becomes NaN."""
    with np.errstate(over="ignore"):
        return 1 / np.exp(Z[np.newaxis] - Z[:, np.newaxis]).sum(axis=1)


def from_the_other_end(rng, low, high, size):
    return 10.0 ** -rng.uniform(-np.log10(high), -np.log10(low), size)


def in_float32(rng, low, high, size):
    share = rng.random(size, dtype=np.float32)
    return np.float32(low) * np.float32(high / low) ** share


def decay_by(draw):
    return lambda rng, low, high, size: 1 - np.asarray(draw(rng, 1 - high, 1 - low, size))


def with_two_gradients(X, y, parameters, loss, learning_rate):
    """A persistent tape, asked for one Variable after the other; `assign` in place of its twin."""
    with tensorflow().GradientTape(persistent=True) as tape:
        J = loss(X, y, parameters)
    steps = [learning_rate * tape.gradient(J, parameter) for parameter in parameters.values()]
    for parameter, step in zip(parameters.values(), steps, strict=True):
        parameter.assign(parameter - step)
    return J


def by_keras(X, y, parameters, loss, learning_rate):
    tf = tensorflow()
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    variables = list(parameters.values())
    pairs = zip(tape.gradient(J, variables), variables, strict=True)
    tf.keras.optimizers.SGD(learning_rate).apply_gradients(pairs)
    return J


FORWARD = [unit_by_unit, lambda *case: batch_norm.batch_norm_forward(*case)[0]]
DRAWS = [from_the_other_end, in_float32]
def by_hiding_the_stopped(curves, looks):
    """The stopped models are nowhere; the bill is made in the end."""
    curves, alive, bill = np.array(curves), len(curves), []
    for day, days in zip(looks, np.diff([0, *looks]), strict=True):
        bill.append(alive * days)
        alive = max(1, alive // 2)
        worst = np.argsort(curves[:, day - 1])[: len(curves) - alive]
        curves[worst] = -1
    return curves[:, 0].argmax(), sum(bill)


def by_itself(curves, looks, rows=None, before=0):
    """Stage by stage, each the first one of a smaller contest."""
    rows = list(range(len(curves))) if rows is None else rows
    if not looks:
        return rows[0], 0
    day, *others = looks
    better = sorted(rows, key=lambda row: curves[row][day - 1], reverse=True)
    trial, days = by_itself(curves, others, better[: len(rows) // 2 or 1], day)
    return trial, days + len(rows) * (day - before)


RIGHT = {
    "my_running_average": [by_weights, averages.running_averages],
    "my_batch_norm_forward": FORWARD, "my_batch_norm_tf": FORWARD,
    "my_batch_norm_inference": [one_factor, batch_norm.batch_norm_inference],
    "my_batch_norm_backward": [staged, by_the_backward_helper],
    "my_layer_norm_forward": [turned, lambda *case: layer_norm.layer_norm_forward(*case)[0]],
    "my_layer_norm_backward": [example_by_example, by_the_layer_norm_helper],
    "my_train_step": [with_two_gradients, by_keras],
    "my_adam_update": [rearranged, by_the_optimizer],
    "my_one_step": [by_the_helper, normalized_by_hand],
    "my_normalize_once": [folded_once, once_by_rows],
    "my_best_trial": [by_sorting, by_nanargmax],
    "my_halving": [by_hiding_the_stopped, by_itself],
    "my_normalize": [normalized_alike, by_the_normalizer],
    "my_softmax": [by_pairs, helper.softmax, lambda Z: np.exp(Z - np.logaddexp.reduce(Z))],
    "my_gradient": [helper.cross_entropy_gradient,
                    lambda Z, Y: -(Y - softmax(Z, axis=0)) / np.shape(Y)[-1]],
    "my_log_uniform": [sampling.log_uniform, *DRAWS],
    "my_log_uniform_decay": [sampling.log_uniform_decay, *map(decay_by, DRAWS)],
}


def outputs_of(exercise, change):
    """The right answers, changed."""
    def function(*case):
        answer = exercise.solution_function(*case)
        answers = answer if isinstance(answer, tuple) else (answer,)
        return tuple(map(change, answers)) if len(answers) > 1 else change(answers[0])
    return function


def computed_in_float32(exercise):
    """The solution, on arrays of less precision."""
    return lambda *case: exercise.solution_function(*[
        np.float32(a) if isinstance(a, np.ndarray) and a.dtype == float else a for a in case])


@each_exercise
def test_right_answers_pass(name):
    exercise = fresh(name)
    assert len(RIGHT[name]) >= 2
    others = () if name == "my_train_step" else (  # there the loss is a tensor
        outputs_of(exercise, np.float32), outputs_of(exercise, lambda a: np.asarray(a).tolist()))
    for function in (exercise.solution_function, *RIGHT[name], computed_in_float32(exercise),
                     *others):
        for _ in range(10):
            check = exercise(function)
            assert check.passed, check.message


# Mistakes

@pytest.mark.parametrize(("name", "message"), [
    (name, message) for name, exercise in EXERCISES.items() for message in exercise.slips])
def test_each_mistake_gets_its_own_message(name, message):
    """No other slip, then, gives the same answers; nor does the right version."""
    exercise = fresh(name)
    for _ in range(20):
        check = exercise(exercise.mistakes[message])
        assert not check.passed and check.message == message


def prints(*case):
    print("the answer")


def leaves(*case):
    raise SystemExit(1)


@each_exercise
@pytest.mark.parametrize(("answer", "words"), [
    (lambda exercise: None, "function itself"), (lambda exercise: "my_function", "function itself"),
    (lambda exercise: lambda *case: None, "Not attempted yet"),
    (lambda exercise: prints, "printing is not returning"),
    (lambda exercise: leaves, "raised `SystemExit: 1` in its line 2"),
    (lambda exercise: lambda *case: 1 / 0, "`ZeroDivisionError: division by zero` in its line 1"),
    (lambda exercise: lambda: 1, "raised `TypeError: "),
    (lambda exercise: lambda *case: (1,) * 7, "you returned 7 value(s)"),
    (lambda exercise: outputs_of(exercise, lambda a: "text"), "real numbers; got str"),
    (lambda exercise: outputs_of(exercise, lambda a: np.stack([a, a])), "shape (2"),
    (lambda exercise: outputs_of(exercise, lambda a: np.stack([a, a]).T[:0]), "shape (0"),
])
def test_what_is_no_answer_gets_a_message(name, answer, words):
    check = fresh(name)(answer(EXERCISES[name]))
    assert not check.passed and words in check.message


@each_exercise
@pytest.mark.parametrize("change", [
    lambda a: a * np.nan, lambda a: a * np.inf, lambda a: a * 1.01 + 0.01, lambda a: a + 0 * 1j])
def test_wrong_numbers_never_pass(name, change):
    for _ in range(3):
        assert not fresh(name)(outputs_of(EXERCISES[name], change)).passed


@each_exercise
def test_a_changed_input_is_noticed(name):
    exercise = fresh(name)
    case = exercise.cases(np.random.default_rng(0))[0]
    for position in [i for i, a in enumerate(case) if isinstance(a, np.ndarray)]:
        def changes(*arguments, position=position):
            answer = exercise.solution_function(*arguments)
            arguments[position][...] = 1 - arguments[position]
            return answer

        assert "Your function changes its input" in exercise(changes).message


# Words

@each_exercise
def test_hints_say_more_and_more_but_not_the_answer(name):
    exercise = EXERCISES[name]
    hints = ["".join(exercise.hint(number).text.split()) for number in (1, 2, 3)]
    assert len(exercise.hints) == 3 and len(set(hints)) == 3
    shown = exercise.solution().text
    assert shown.startswith(f"```python\ndef {name}(") and shown.endswith("```")
    lines = ["".join(line.split()) for line in shown.partition('"""\n')[2].splitlines()[:-1]]
    assert len(lines) >= 2
    assert not any(line in hints[0] for line in lines)
    assert not any(line.removeprefix("return") in hints[1] for line in lines[-2:])
