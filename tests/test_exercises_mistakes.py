"""Mistakes that can be made in other ways than the slip is written: they get its message, too."""

import numpy as np
import pytest
from scipy.special import expit, softmax

from helpers import softmax as helper
from helpers.exercises import averages, batch_norm_backward, sampling, school
from helpers.exercises import softmax as softmax_exercises


def plus_sum(dZ_c):
    return dZ_c.sum(axis=1, keepdims=True)


def staged(dmu=lambda dZ_c: -plus_sum(dZ_c), minus_half=-0.5, power=3, two=2, first=None,
           second=None, epsilon_in_Z_c=True, count=lambda d: d.shape[1], mu_count=None,
           gamma_power=1):
    """The backward pass as section 3 of the notebook writes it, with one line of it spoiled."""

    def wrong(dZ_tilde, Z_norm, gamma, variance, epsilon):
        std = np.sqrt(variance + epsilon)
        Z_c = Z_norm * (std if epsilon_in_Z_c else np.sqrt(variance))
        dZ_norm = gamma**gamma_power * dZ_tilde
        dvariance = minus_half / std**power * plus_sum(dZ_norm * (Z_norm if first else Z_c))
        dZ_c = dZ_norm / std + two * (Z_norm if second else Z_c) / count(dZ_tilde) * dvariance
        dZ = dZ_c + dmu(dZ_c) / (mu_count or count)(dZ_tilde)
        return dZ, plus_sum(dZ_tilde * Z_norm), plus_sum(dZ_tilde)

    return wrong


def spoiled(*outputs):
    """The right function, and from its parts what stands in place of dZ, dgamma and dbeta."""
    return lambda d, N, *others: [
        output(d, N, *staged()(d, N, *others)) for output in outputs]


def kept(position):
    return lambda *parts: parts[2 + position]


BACKWARD = {
    "mean's own": [staged(dmu=lambda dZ_c: 0)],
    "variance's own": [staged(two=0)],
    "as constants": [staged(two=0, dmu=lambda dZ_c: 0)],
    "gamma is missing: what": [staged(gamma_power=0)],
    "and no more": [staged(gamma_power=0, two=0, dmu=lambda dZ_c: 0)],
    "`dZ` twice. It": [staged(gamma_power=2)],
    "Epsilon is missing": [lambda *case: staged()(*case[:4], 0)],
    "belongs under": [lambda d, N, g, v, e: staged()(d, N, g, (np.sqrt(v) + e) ** 2, 0)],
    "the mean's part has the wrong sign": [staged(dmu=plus_sum)],
    "the variance's part has the wrong sign": [staged(minus_half=0.5)],
    "both parts have the wrong sign": [staged(minus_half=0.5, dmu=plus_sum)],
    "two sums are not divided": [staged(count=lambda d: 1)],
    "for mu is m times": [staged(mu_count=lambda d: 1)],
    "for sigma^2 is m times": [staged(count=lambda d: 1, mu_count=lambda d: d.shape[1])],
    "notebook's 6": [staged(count=lambda d: 6)],
    "counts the units": [staged(count=len)],
    "m - 1": [staged(count=lambda d: d.shape[1] - 1)],
    "m twice": [staged(count=lambda d: d.shape[1] ** 2)],
    "power in `dvariance`": [staged(power=1)],
    "once too often": [staged(first=True), staged(second=True)],
    "twice too often": [staged(first=True, second=True)],
    "lacks epsilon": [staged(epsilon_in_Z_c=False)],
    "part is halved": [staged(two=1)],
    "part is doubled": [staged(minus_half=-1)],
    "plain sum": [spoiled(kept(0), kept(2), kept(2))],
    "swapped": [spoiled(kept(0), kept(2), kept(1))],
    "averaged over": [spoiled(kept(0), lambda d, N, *_: (d * N).mean(1, keepdims=True),
                              lambda d, N, *_: d.mean(1, keepdims=True))],
    "shape (n,)": [spoiled(kept(0), lambda d, N, *_: np.sum(d * N, axis=1),
                           lambda d, N, *_: np.sum(d, axis=1))],
}


def shares(E):
    return E / E.sum(axis=0)


def A(Z):
    return softmax(Z, axis=0)


SOFTMAX = {
    "`np.exp` overflows for": [lambda Z: shares(np.exp(Z))],
    "maximum and sum": [lambda Z: softmax(Z, axis=-1)],
    "0 for the others": [lambda Z: (Z.argmax(0) == np.arange(len(Z))[:, np.newaxis]) * 1.0],
    "at *every* largest": [lambda Z: np.where(np.max(Z, axis=0) == Z, 1.0, 0.0)],
    "sigmoid for each logit": [expit],
    "logits: 1000 and 998": [lambda Z: softmax(np.clip(Z, -50, 700), axis=0)],
    "from above": [lambda Z: shares(np.exp(Z.clip(max=100)))],
    "mean over the classes, not by the sum.": [lambda Z: len(Z) * A(Z)],
}
GRADIENT = {
    "return the loss.": [helper.cross_entropy],
    "summed loss": [lambda Z, Y: -np.log(A(Z)[Y == 1]).sum()],
    "C times m": [lambda Z, Y: (A(Z) - Y) / np.size(Y)],
    "sigmoid's slope, has cancelled already.": [
        lambda Z, Y: (A(Z) - A(Z) ** 2) * (A(Z) - Y) / Z.shape[1]],
    "A sigmoid is not a softmax: it looks at each logit alone. `A` is `softmax(Z)`. And": [
        lambda Z, Y: expit(Z) - Y],
    "axis 1); it belongs to the classes (axis 0). And": [lambda Z, Y: softmax(Z, axis=1) - Y],
    "`Y` times it. And": [lambda Z, Y: np.where(Y == 1, A(Z) - 1, 0)],
}


def momentum_uncorrected(values, decay):
    average, averages = 0.0, []
    for value in values:
        average = decay * average + value
        averages.append(average)
    return averages


def best(score):
    return lambda curves, diverged: np.nanargmax(np.where(diverged, np.nan, score(curves)))


MADE = (
    (batch_norm_backward.check_batch_norm_backward, BACKWARD),
    (softmax_exercises.check_softmax, SOFTMAX),
    (softmax_exercises.check_softmax_gradient, GRADIENT),
    (averages.check_running_average, {"Either the exponent": [momentum_uncorrected]}),
    (school.check_best_trial, {
        "last *two* evenings": [best(lambda curves: curves[:, -2:].mean(axis=1))],
        "`-3` is one column": [best(lambda curves: curves[:, -3])],
        "best of the last three": [best(lambda curves: curves[:, -3:].max(axis=1))],
        "last evening alone": [best(lambda curves: curves[:, -1])],
        "NaN times 0 is NaN": [
            lambda curves, diverged: ((1 - diverged) * curves[:, -3:].mean(axis=1)).argmax()],
    }),
)


@pytest.mark.parametrize(("exercise", "words", "wrong"), [
    pytest.param(exercise, words, wrong, id=f"{exercise.outputs[0]}: {words}")
    for exercise, made in MADE for words, functions in made.items() for wrong in functions])
def test_each_gets_its_message(exercise, words, wrong):
    """Of the messages with these words the shortest: others add a second sentence."""
    message = min((m for m in exercise.slips if words in m), key=len)
    exercise._passes = 0
    for _ in range(10):
        check = exercise(wrong)
        assert not check.passed and check.message == message


def test_the_unspoiled_stages_are_right():
    assert batch_norm_backward.check_batch_norm_backward(staged()).passed


@pytest.mark.parametrize("exercise", [sampling.check_log_uniform, sampling.check_log_uniform_decay])
def test_draws_are_known_by_where_they_land(exercise):
    """The learner's draws and the mistake's never are the same numbers."""
    for message, mistaken in exercise.mistakes.items():
        def elsewhere(rng, low, high, size, mistaken=mistaken):
            return mistaken(np.random.default_rng(rng.integers(2**32)), low, high, size)

        assert exercise(elsewhere).message == message
