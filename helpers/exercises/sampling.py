"""Your turn: draw a hyperparameter on the scale that suits it. Judged by where the draws land."""

from dataclasses import dataclass

import numpy as np

from helpers.exercises.exercise import Check, Exercise, answer_of, fresh_copies


@dataclass
class SamplerExercise(Exercise):
    """An exercise whose function draws random numbers: f(rng, low, high, size) -> draws.

    Two functions agree if their draws spread alike: the largest distance between the shares of
    draws up to any value (Kolmogorov and Smirnov's) is below what chance would make of it in one
    case out of ten million. How the draws are made does not matter.
    """

    def __call__(self, function):
        """Check `function`; see `Exercise`.

        Returns
        -------
        Check
            Never raises, whatever the function does.
        """
        check = super().__call__(function)
        complaint = _generator_complaint(function) if check.passed else None
        return Check(False, complaint) if complaint else check

    def _agrees(self, function, case, answer):
        with np.errstate(all="ignore"):
            expected = function(*fresh_copies(case))
        return _draws_complaint(case, *answer) is None and _alike(*answer, expected)

    def _known_mistake(self, pairs):
        complaints = (_draws_complaint(case, *answer) for case, answer in pairs)
        return next(filter(None, complaints), None) or super()._known_mistake(pairs)

    def _first_difference(self, pairs):
        """How the draws spread, beside how they should."""
        for case, (draws,) in pairs:
            expected = self.solution_function(*fresh_copies(case))
            if not _alike(draws, expected):
                _, low, high, _ = case
                middle, half = np.median(draws), np.median(expected)
                return (f"The draws between {low:.4g} and {high:.4g} do not spread as they "
                        f"should: half of yours lie below {middle:.4g}; expected half below "
                        f"{half:.4g}. Put `.hint(1)` after the check's name for a hint.")
        return "Something differs."


def _alike(draws, others):
    """Whether two samples could well come from one distribution."""
    draws, others = np.sort(draws), np.sort(others)
    everywhere = np.concatenate([draws, others])
    below, other_below = (np.searchsorted(sample, everywhere, "right") / sample.size
                          for sample in (draws, others))
    chance = 3 * np.sqrt(1 / draws.size + 1 / others.size)  # 2 exp(-18): 3 in 100 million
    return bool(np.abs(below - other_below).max() < chance)


def _draws_complaint(case, draws):
    """What is wrong with draws before one asks how they spread."""
    _, low, high, size = case
    if draws.shape == ():
        return (f"You return one number; `size` = {size} draws are wanted. Give `size` to the "
                "generator: `rng.uniform(a, b, size)`.")
    if draws.shape != (size,):
        return f"`draws` has shape {draws.shape}; expected {(size,)} for size = {size}."
    if not np.isfinite(draws).all():
        return ("Some of your draws are no finite numbers (nan or inf). Is a logarithm taken of "
                "a negative number?")
    different = np.unique(draws).size
    if different == 1:
        return "All your draws are the same number: draw `size` numbers, not one that is repeated."
    if different < 100:
        return (f"Your {size} draws have only {different} different values. Are the exponents "
                "whole numbers? Draw them with `rng.uniform`, which also gives what lies between.")
    return None


def _range_complaint(low, high, draws):
    """Say so if draws lie outside their range by more than a rounding, float32 included."""
    room = 1e-5
    if draws.min() < low * (1 - room) or draws.max() > high * (1 + room):
        return (f"Your draws run from {draws.min():.4g} to {draws.max():.4g}; "
                f"expected from {low:.4g} to {high:.4g}.")
    return None


def _generator_complaint(function):
    """What is wrong with how a function that spreads its draws rightly uses its generator."""
    low, high, size = 0.5, 0.75, 1000
    samples = []
    for seed in (1, 1, 2):
        case = np.random.default_rng(seed), low, high, size
        answer, complaint = answer_of(function, case, ("draws",))
        if complaint:
            return complaint
        samples += answer
    one, same, other = samples
    if not np.array_equal(one, same):
        return ("The draws spread as they should, but they do not come from `rng`: two generators "
                "with the same seed gave different draws. Draw with `rng.uniform`, not with "
                "`np.random`, or nobody can repeat your search.")
    if np.array_equal(one, other):
        return ("The draws spread as they should, but they do not come from `rng`: generators "
                "with different seeds gave the same draws. Use the `rng` you are given; do not "
                "make one inside the function.")
    return _draws_complaint(case, other) or _range_complaint(low, high, other)


def my_log_uniform(rng, low, high, size):
    """Draws with an equal share in every factor of ten."""
    r = rng.uniform(np.log10(low), np.log10(high), size)
    return 10**r


def my_log_uniform_decay(rng, low, high, size):
    """Draws of a decay: 1 - decay on a log scale."""
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return 1 - 10**r


def _linear(rng, low, high, size):
    return rng.uniform(low, high, size)


def _natural_in(rng, low, high, size):
    return 10 ** rng.uniform(np.log(low), np.log(high), size)


def _natural_out(rng, low, high, size):
    return np.exp(rng.uniform(np.log10(low), np.log10(high), size))


def _ends_as_exponents(rng, low, high, size):
    return 10 ** rng.uniform(low, high, size)


def _exponent(rng, low, high, size):
    return rng.uniform(np.log10(low), np.log10(high), size)


def _natural_exponent(rng, low, high, size):
    return rng.uniform(np.log(low), np.log(high), size)


def _log_of_linear(rng, low, high, size):
    return np.log10(rng.uniform(low, high, size))


def _lectures_range(rng, low, high, size):
    return 10 ** rng.uniform(-4, 0, size)


def _decay_itself(rng, low, high, size):
    return 10 ** rng.uniform(np.log10(low), np.log10(high), size)


def _ends_of_decay(rng, low, high, size):
    return 1 - 10 ** rng.uniform(np.log10(low), np.log10(high), size)


def _one_minus_decay(rng, low, high, size):
    return 1 - my_log_uniform_decay(rng, low, high, size)


def _natural_in_decay(rng, low, high, size):
    return 1 - 10 ** rng.uniform(np.log(1 - high), np.log(1 - low), size)


def _natural_out_decay(rng, low, high, size):
    return 1 - np.exp(rng.uniform(np.log10(1 - high), np.log10(1 - low), size))


def _exponent_of_decay(rng, low, high, size):
    return rng.uniform(np.log10(1 - high), np.log10(1 - low), size)


def _ends_as_exponents_of_decay(rng, low, high, size):
    return 1 - 10 ** rng.uniform(low, high, size)


def _one_minus_ends_as_exponents(rng, low, high, size):
    return 1 - 10 ** rng.uniform(1 - high, 1 - low, size)


def _linear_one_minus(rng, low, high, size):
    return rng.uniform(1 - high, 1 - low, size)


def _lectures_decays(rng, low, high, size):
    return 1 - 10 ** rng.uniform(-3, -1, size)


def _window(rng, low, high, size):
    return 1 / (1 - my_log_uniform_decay(rng, low, high, size))


def _binary_in(rng, low, high, size):
    return 10 ** rng.uniform(np.log2(low), np.log2(high), size)


def _binary_in_decay(rng, low, high, size):
    return 1 - 10 ** rng.uniform(np.log2(1 - high), np.log2(1 - low), size)


def _log_before_subtracting(rng, low, high, size):
    return 1 - 10 ** rng.uniform(1 - np.log10(high), 1 - np.log10(low), size)


def _rates(rng):
    """Ranges of a learning rate: the lecture's, and others whose ends are no powers of ten."""
    low = 10 ** rng.uniform(-5, -3)
    return [(np.random.default_rng(rng.integers(2**32)), *case) for case in (
        (1e-4, 1.0, 20_000), (low, 300 * low, 15_000), (0.02, 50 * rng.uniform(1, 2), 12_000),
    )]


def _decays(rng):
    """Ranges of a decay: the lecture's, and others, one of them far from 1."""
    return [(np.random.default_rng(rng.integers(2**32)), *case) for case in (
        (0.9, 0.999, 20_000), (rng.uniform(0.15, 0.25), 0.97, 15_000),
        (rng.uniform(0.4, 0.6), 0.9999, 12_000),
    )]


_LINEAR = ("That is uniform on the linear scale: nearly all draws lie near the largest values. "
           "Draw the exponent uniformly, not the value.")
_HARD_CODED = ("You wrote the lecture's range into the function. Compute the ends of r from `low` "
               "and `high`.")
_MIXED = "You mix logarithms: with np.log10 goes `10**r`, with np.log goes `np.exp(r)`."
_BINARY = "You mix logarithms: with np.log10 goes `10**r`, with np.log2 goes `2**r`."

check_log_uniform = SamplerExercise(
    solution_function=my_log_uniform,
    cases=_rates,
    outputs=("draws",),
    mistakes={
        _LINEAR: _linear,
        f"{_MIXED} Your ends come from np.log, and you raise 10 to the power.": _natural_in,
        f"{_MIXED} Your ends come from np.log10, and you take np.exp.": _natural_out,
        f"{_BINARY} Your ends come from np.log2, and you raise 10 to the power.": _binary_in,
        "`low` and `high` are the ends of the value, not of the exponent: r runs from log10(low) "
        "to log10(high).": _ends_as_exponents,
        "You return the exponent r. The value is 10**r.": _exponent,
        "You return the exponent, a natural logarithm. The value is np.exp of it.":
            _natural_exponent,
        "You take the logarithm of a uniform draw. The other way round: draw the exponent "
        "uniformly and raise 10 to it.": _log_of_linear,
        _HARD_CODED: _lectures_range,
    },
    hints=(
        "Which quantity is to be uniform? Not the value but its power of ten, r.",
        "r runs from `np.log10(low)` to `np.log10(high)`, and the value is 10 to the power r.",
        "`r = rng.uniform(np.log10(low), np.log10(high), size)`; return `10**r`.",
    ),
)

check_log_uniform_decay = SamplerExercise(
    solution_function=my_log_uniform_decay,
    cases=_decays,
    outputs=("draws",),
    mistakes={
        _LINEAR.replace("the largest values", "the low end, seen on the stretched ruler"): _linear,
        "You draw the decay itself on a log scale. Near 1 that is hardly another scale at all: "
        "it is 1 - decay that has to be drawn on a log scale.": _decay_itself,
        "The ends of r are the logarithms of `low` and `high`; take those of 1 - high and 1 - low.":
            _ends_of_decay,
        "You return 10**r, which is 1 - decay. Return 1 - 10**r.": _one_minus_decay,
        f"{_MIXED} Your ends come from np.log, and you raise 10 to the power.": _natural_in_decay,
        f"{_MIXED} Your ends come from np.log10, and you take np.exp.": _natural_out_decay,
        f"{_BINARY} Your ends come from np.log2, and you raise 10 to the power.": _binary_in_decay,
        "Your ends are 1 - log10(high) and 1 - log10(low). First subtract, then take the "
        "logarithm: log10(1 - high) and log10(1 - low).": _log_before_subtracting,
        "You return the exponent r. The decay is 1 - 10**r.": _exponent_of_decay,
        "`low` and `high` are used as exponents. r runs from log10(1 - high) to log10(1 - low).":
            _ends_as_exponents_of_decay,
        "1 - high and 1 - low are used as exponents; take log10 of them first.":
            _one_minus_ends_as_exponents,
        "You draw 1 - decay, uniformly, and return it. Draw it on a log scale, and return "
        "1 minus it.": _linear_one_minus,
        _HARD_CODED: _lectures_decays,
        "You return the window 1 / (1 - decay). The decay is 1 - 10**r.": _window,
    },
    hints=(
        "Which quantity is to be log-uniform? Not the decay but what is missing to 1.",
        "If decay runs from low to high, 1 - decay runs from 1 - high to 1 - low: the ends swap. "
        "Draw it as in the first exercise, and turn it back.",
        "`r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)`; return `1 - 10**r`.",
    ),
)
