import numpy as np
import pytest

from helpers import sampling
from helpers.exercises.sampling import (
    check_log_uniform,
    check_log_uniform_decay,
    my_log_uniform,
    my_log_uniform_decay,
)

EXERCISES = {"rate": check_log_uniform, "decay": check_log_uniform_decay}


def natural(rng, low, high, size):
    return np.exp(rng.uniform(np.log(low), np.log(high), size))


def scaled(rng, low, high, size):
    return low * (high / low) ** rng.random(size)


def from_the_other_end(rng, low, high, size):
    return 10.0 ** -rng.uniform(-np.log10(high), -np.log10(low), size)


def one_by_one(rng, low, high, size):
    return [low * 2 ** (np.log2(high / low) * rng.random()) for _ in range(size)]


def in_float32(rng, low, high, size):
    share = rng.random(size, dtype=np.float32)
    return np.float32(low) * np.float32(high / low) ** share


def decay_by(draw):
    return lambda rng, low, high, size: 1 - np.asarray(draw(rng, 1 - high, 1 - low, size))


RIGHT = [("rate", function) for function in
         (my_log_uniform, sampling.log_uniform, natural, scaled, from_the_other_end, one_by_one,
          in_float32)]
RIGHT += [("decay", function) for function in
          (my_log_uniform_decay, sampling.log_uniform_decay,
           *map(decay_by, (natural, scaled, from_the_other_end, one_by_one, in_float32)))]


@pytest.mark.parametrize(("name", "function"), RIGHT)
def test_right_answers_pass(name, function):
    for _ in range(10):
        check = EXERCISES[name](function)
        assert check.passed, check.message


@pytest.mark.parametrize(("name", "message"), [
    (name, message) for name, exercise in EXERCISES.items() for message in exercise.mistakes
])
def test_each_mistake_gets_its_own_message(name, message, names_the_mistake):
    names_the_mistake(EXERCISES[name], message)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_mistake_made_from_other_random_numbers_is_known_too(name):
    """The learner's draws and the mistake's never are the same numbers."""
    exercise = EXERCISES[name]
    for message, mistaken in exercise.mistakes.items():
        def elsewhere(rng, low, high, size, mistaken=mistaken):
            return mistaken(np.random.default_rng(rng.integers(2**32)), low, high, size)

        assert exercise(elsewhere).message == message


def whole_exponents(rng, low, high, size):
    return 10.0 ** rng.integers(round(np.log10(low)), round(np.log10(high)), size)


def rounded_exponents(rng, low, high, size):
    return 10 ** rng.uniform(np.log10(low), np.log10(high), size).round()


def nearly_right(rng, low, high, size):
    """A tenth of the draws are uniform."""
    draws = my_log_uniform(rng, low, high, size)
    return np.where(rng.random(size) < 0.1, rng.uniform(low, high, size), draws)


def a_little_too_far(rng, low, high, size):
    return my_log_uniform(rng, low, high * 1.005, size)


def from_the_global_generator(rng, low, high, size):
    return my_log_uniform(np.random, low, high, size)


def from_a_generator_of_its_own(rng, low, high, size):
    return my_log_uniform(np.random.default_rng(0), low, high, size)


def fails_on_a_narrow_range(rng, low, high, size):
    return my_log_uniform(rng, low, high, size) if high / low > 2 else 1 / 0


@pytest.mark.parametrize(("function", "expected"), [
    (lambda rng, low, high, size: None, "Not attempted yet"),
    (lambda rng, low, high, size: 1 / 0, "ZeroDivisionError"),
    (lambda rng, low: low, "TypeError"),
    (lambda rng, low, high, size: my_log_uniform(rng, low, high, None), "one number"),
    (lambda rng, low, high, size: my_log_uniform(rng, low, high, 20_000), "for size = 15000"),
    (lambda rng, low, high, size: my_log_uniform(rng, low, high, (size, 1)), "(20000, 1)"),
    (lambda rng, low, high, size: np.full(size, my_log_uniform(rng, low, high, None)),
     "same number"),
    (lambda rng, low, high, size: np.geomspace(low, high, size), "do not come from `rng`"),
    (lambda rng, low, high, size: np.log10(-rng.random(size)), "no finite numbers"),
    (lambda rng, low, high, size: ("a", "b"), "you returned 2"),
    (lambda rng, low, high, size: "draws", "real numbers"),
    (lambda rng, low, high, size: rng.uniform(high, low, size), "ends swapped"),
    (whole_exponents, "different values"),
    (rounded_exponents, "different values"),
    (lambda rng, low, high, size: rng.normal(low, high, size), "do not spread"),
    (nearly_right, "do not spread"),
    (a_little_too_far, "Your draws run from"),
    (from_the_global_generator, "same seed gave different draws"),
    (from_a_generator_of_its_own, "different seeds gave the same draws"),
    (fails_on_a_narrow_range, "ZeroDivisionError"),
    ("my function", "function itself"),
])
def test_other_answers_get_a_message(function, expected):
    check = check_log_uniform(function)
    assert not check.passed and expected in check.message


@pytest.mark.parametrize(("function", "expected"), [
    (lambda rng, low, high, size: None, "Not attempted yet"),
    (lambda rng, low, high, size: 1 - 10 ** rng.uniform(np.log10(1 - low), np.log10(1 - high),
                                                        size), "are the two ends swapped"),
    (lambda rng, low, high, size: 1 - 10.0 ** rng.integers(-3, 0, size), "different values"),
    (lambda rng, low, high, size: 1 - my_log_uniform(rng, 1 - high, 1 - low, None), "one number"),
    (decay_by(from_the_global_generator), "same seed gave different draws"),
])
def test_other_decays_get_a_message(function, expected):
    check = check_log_uniform_decay(function)
    assert not check.passed and expected in check.message


def test_the_solutions_draws_are_the_exact_distribution(rng):
    """Independently of any sample: the share below a value, from the definition."""
    size = 20_000
    ranks = (np.arange(size) + 0.5) / size
    rates = np.sort(my_log_uniform(rng, 1e-4, 1, size))
    assert np.abs((np.log10(rates) + 4) / 4 - ranks).max() < 0.02
    decays = np.sort(my_log_uniform_decay(rng, 0.9, 0.999, size))
    assert np.abs((-np.log10(1 - decays) - 1) / 2 - ranks).max() < 0.02


@pytest.mark.parametrize("name", EXERCISES)
def test_hints_and_solution(name):
    exercise = EXERCISES[name]
    assert len(exercise.hints) == 3
    assert exercise.solution_function.__name__ in exercise.solution().text
