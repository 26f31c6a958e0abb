"""Draws are judged by where they land, and by whether the generator that is given made them."""

import numpy as np
import pytest
from scipy import stats

from helpers.exercises.sampling import (
    SamplerExercise,
    check_log_uniform,
    check_log_uniform_decay,
    my_log_uniform,
    my_log_uniform_decay,
)


def rounded_exponents(rng, low, high, size):
    return 10 ** rng.uniform(np.log10(low), np.log10(high), size).round()


def nearly_right(rng, low, high, size):
    """A tenth of the draws are uniform."""
    draws = my_log_uniform(rng, low, high, size)
    return np.where(rng.random(size) < 0.1, rng.uniform(low, high, size), draws)


def from_a_generator_of_its_own(rng, low, high, size):
    return my_log_uniform(np.random.default_rng(0), low, high, size)


@pytest.mark.parametrize(("function", "expected"), [
    (lambda rng, low, high, size: my_log_uniform(rng, low, high, None), "one number"),
    (lambda rng, low, high, size: my_log_uniform(rng, low, high, 3_000), "for `size = 15000`"),
    (lambda rng, low, high, size: my_log_uniform(rng, low, high, (size, 1)), "(3000, 1)"),
    (lambda rng, low, high, size: np.full(size, my_log_uniform(rng, low, high, None)),
     "same number"),
    (lambda rng, low, high, size: low * (high / low) ** np.linspace(0, 1, size),
     "do not come from `rng`"),
    (lambda rng, low, high, size: np.log10(-rng.random(size)), "no finite numbers"),
    (lambda rng, low, high, size: rng.uniform(high, low, size), "ends swapped"),
    (lambda rng, low, high, size: 10.0 ** rng.integers(
        round(np.log10(low)), round(np.log10(high)) + 1, size), "different values"),
    (rounded_exponents, "different values"),
    (lambda rng, low, high, size: rng.normal(low, high, size), "do not spread"),
    (nearly_right, "do not spread"),
    (lambda rng, low, high, size: my_log_uniform(rng, low, high * 1.005, size),
     "Your draws run from"),
    (lambda rng, low, high, size: my_log_uniform(np.random, low, high, size),
     "same seed gave different draws"),
    (from_a_generator_of_its_own, "different seeds gave the same draws"),
    (lambda rng, low, high, size: my_log_uniform(rng, low, high, size) if high / low > 2 else 1 / 0,
     "ZeroDivisionError"),
])
def test_other_draws_get_a_message(function, expected):
    check = check_log_uniform(function)
    assert not check.passed and expected in check.message


@pytest.mark.parametrize(("function", "expected"), [
    (lambda rng, low, high, size: 1 - 10 ** rng.uniform(np.log10(1 - low), np.log10(1 - high),
                                                        size), "wants the smaller end first"),
    (lambda rng, low, high, size: 1 - 10.0 ** rng.integers(-3, 0, size), "different values"),
    (lambda rng, low, high, size: my_log_uniform_decay(np.random, low, high, size),
     "same seed gave different draws"),
])
def test_other_decays_get_a_message(function, expected):
    check = check_log_uniform_decay(function)
    assert not check.passed and expected in check.message


@pytest.mark.parametrize("factor, different", [(0.95, False), (1.05, True)])
def test_as_far_apart_as_chance_may_be_and_no_farther(factor, different):
    """Draws from the lowest `share` missing are `share` away from those of the whole range."""
    def evenly(share):
        return lambda rng, low, high, size: np.linspace(low + share, high, size)

    size = 20_000
    limit = stats.kstwobign.isf(3e-8) * np.sqrt(2 / size)
    check = SamplerExercise(evenly(0), lambda rng: [(rng, 0.0, 1.0, size)], ("draws",), {}, ())
    assert ("do not spread" in check(evenly(factor * limit)).message) == different
