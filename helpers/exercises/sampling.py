"""Your turn: draw a hyperparameter on the scale that suits it. Judged by where the draws land."""

import numpy as np

from helpers.exercises.exercise import ASK, Complaint, Exercise


class SamplerExercise(Exercise):
    """An exercise whose function draws random numbers: f(rng, low, high, size) -> draws.

    Two functions agree if their draws spread alike: the largest distance between the shares of
    draws up to any value (Kolmogorov and Smirnov's) is below what chance would make of it in one
    case out of ten million. How the draws are made does not matter.
    """

    def _judge(self, function, cases):
        """Whether the draws spread as they should, then whether they come from the generator."""
        super()._judge(function, cases)
        low, high, size = 0.5, 0.75, 1000
        (one,), (same,), (other,) = (
            self._answer(function, (np.random.default_rng(seed), low, high, size))
            for seed in (1, 1, 2))
        apart = "The draws spread as they should, but they do not come from `rng`: "
        if not np.array_equal(one, same):
            raise Complaint(apart + "two generators with the same seed gave different draws. Draw "
                            "with `rng.uniform`, not with `np.random`, or nobody can repeat your "
                            "search.")
        if np.array_equal(one, other):
            raise Complaint(apart + "generators with different seeds gave the same draws. Use the "
                            "`rng` you are given; do not make one inside the function.")
        room = 1e-5  # a rounding in float32
        if other[0] < low * (1 - room) or other[-1] > high * (1 + room):
            raise Complaint(f"Your draws run from {other[0]:.4g} to {other[-1]:.4g}; "
                            f"expected from {low:.4g} to {high:.4g}.")

    def _answer(self, function, case):
        """The draws, sorted, if there is nothing wrong with them before one asks where they lie."""
        draws, = super()._answer(function, case)
        size = case[-1]
        if draws.size == 1:
            raise Complaint(f"You return one number; {size} draws are wanted. Give `size` to the "
                            "generator: `rng.uniform(a, b, size)`. Or does a loop `return` early?")
        if draws.shape != (size,):
            raise Complaint(
                f"`draws` has shape {draws.shape}; expected {(size,)} for `size = {size}`.")
        if not np.isfinite(draws).all():
            raise Complaint("Some of your draws are no finite numbers (nan or inf). Is a logarithm "
                            "taken of a negative number?")
        draws = np.sort(draws)
        different = 1 + np.count_nonzero(np.diff(draws))
        if draws[1] == draws[-2]:
            raise Complaint("All your draws are the same number, or all but one. Is one number "
                            "repeated, does a loop `return` early, or are all cut off at one end?")
        if different < 100:
            raise Complaint(
                f"Your {size} draws have only {different} different values. Are the exponents "
                "whole numbers? Draw them with `rng.uniform`, which also gives what lies between.")
        return [draws]

    def expected(self, function, case):
        """The draws of a version of the solution, sorted."""
        draws, = super().expected(function, case)
        return [np.sort(draws, axis=None)]

    def alike(self, answer, other):
        """Whether two samples could well be drawn from one distribution."""
        samples = *answer, *other
        if samples[0].shape != samples[1].shape:
            return False
        at = np.concatenate([sample[::10] for sample in samples])  # exact to 1 in 300
        below, other = (np.searchsorted(sample, at, "right") / len(sample) for sample in samples)
        chance = 3 * np.sqrt(2 / len(samples[0]))  # 2 exp(-18): 3 in 100 million
        return np.abs(below - other).max() < chance

    def facts(self, function, pairs):
        """On which scale the draws are even, and from where to where; the same of the right ones.

        The first case has a name only where the others have the same.
        """
        even = [(_even(draws), _even(self.expected(self.solution_function, case)[0]), draws, case)
                for case, (draws,) in pairs]
        scale, right = even[0][:2]
        if scale is None or any(found[:2] != (scale, right) for found in even):
            ends = np.mean([np.isin(draws, draws[[0, -1]]).mean() for _, _, draws, _ in even])
            return (f"{ends:.0%} of your draws lie exactly on one of two numbers: were others cut "
                    "off there?" if ends > 0.01 else "")
        _, _, draws, (_, low, high, _) = even[0]
        return (f"Your draws are spread evenly {scale}, from {draws[0]:.4g} to {draws[-1]:.4g}. "
                f"Wanted: evenly {right}, from {low:.4g} to {high:.4g}.")

    def _first_difference(self, pairs):
        """How the draws spread, beside how they should."""
        case, (draws,) = next(
            pair for pair in pairs if not self._agrees(self.solution_function, *pair))
        _, low, high, _ = case
        expected, = self.expected(self.solution_function, case)
        return (f"The draws between {low:.4g} and {high:.4g} do not spread as they should: "
                f"half of yours lie below {np.median(draws):.4g}; expected half below "
                f"{np.median(expected):.4g}. {ASK}")


def _even(draws):
    """The scale on which sorted draws are spread evenly from the first to the last, or None."""
    room = 1.6 * np.sqrt(3 / len(draws))
    for words, scale in (("on the linear scale", lambda values: values),
                         ("in their logarithm", np.log),
                         ("in their square root", np.sqrt),
                         ("in `1 / value`", lambda values: -1 / values),
                         ("in the logarithm of `1 - decay`", lambda values: -np.log1p(-values)),
                         ("in the window, `1 / (1 - decay)`", lambda values: 1 / (1 - values)),
                         ("in the root of `1 - decay`", lambda values: -np.sqrt(1 - values))):
        with np.errstate(all="ignore"):
            places = scale(draws)
            places = (places - places[0]) / (places[-1] - places[0])
        if np.abs(places - np.linspace(0, 1, len(draws))).max() < room:
            return words
    return None


def my_log_uniform(rng, low, high, size):
    """Draws with an equal share in every factor of ten."""
    r = rng.uniform(np.log10(low), np.log10(high), size)
    return 10**r


def my_log_uniform_decay(rng, low, high, size):
    """Draws of a decay: 1 - decay on a log scale."""
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return 1 - 10**r


def _rates(rng):
    """Ranges of a learning rate: two whose ends are no powers of ten; one like the lecture's."""
    low = 10 ** rng.uniform(-5, -3)
    return [(np.random.default_rng(rng.integers(2**32)), *case) for case in (
        (0.02, 50 * rng.uniform(1, 2), 3_000), (low, 300 * low, 15_000), (1e-4, 0.1, 20_000))]


def _decays(rng):
    """Ranges of a decay: few draws first, which tell most slips apart; the lecture's."""
    return [(np.random.default_rng(rng.integers(2**32)), *case) for case in (
        (rng.uniform(0.4, 0.6), 0.9999, 3_000), (rng.uniform(0.15, 0.25), 0.97, 15_000),
        (0.9, 0.999, 20_000))]


LINEAR = ("That is uniform on the linear scale: nearly all draws lie near {}. Draw the exponent "
          "uniformly, not the value.")
MIXED = {  # the logarithms that do not go with the power
    "You mix logarithms: with `np.log10` goes `10**r`, with `np.log` goes `np.exp(r)`. Your ends "
    "come from `np.log`, and you raise 10 to the power.": "np.log10 -> np.log",
    "You mix logarithms: with `np.log10` goes `10**r`, with `np.log` goes `np.exp(r)`. Your ends "
    "come from `np.log10`, and you take `np.exp`.": "10**r -> np.exp(r)",
    "You mix logarithms: with `np.log10` goes `10**r`, with `np.log2` goes `2**r`. Your ends come "
    "from `np.log2`, and you raise 10 to the power.": "np.log10 -> np.log2",
}
HARD_CODED = ("You wrote the lecture's range into the function. Compute the ends of r from `low` "
              "and `high`.")
ENDS, DECAY_ENDS = "np.log10(low), np.log10(high)", "np.log10(1 - high), np.log10(1 - low)"

check_log_uniform = SamplerExercise(my_log_uniform, _rates, ("draws",), {
    LINEAR.format("the largest values"): (f"{ENDS} -> low, high", "10**r -> r"),
    **MIXED,
    "r runs from `log10(low)` to `log10(high)`, not from `low` to `high`.": f"{ENDS} -> low, high",
    "You return the exponent r. The value is `10**r`.": "10**r -> r",
    "You return a natural logarithm. Return `np.exp` of it.": ("np.log10 -> np.log", "10**r -> r"),
    "You take the logarithm of a uniform draw. The other way round: draw the exponent uniformly "
    "and raise 10 to it.": (f"{ENDS} -> low, high", "10**r -> np.log10(r)"),
    HARD_CODED: f"{ENDS} -> -4, 0",
}, (
    "Which quantity is to be uniform? Not the value but its power of ten, r.",
    "r runs from `np.log10(low)` to `np.log10(high)`, and the value is 10 to the power r.",
    "`r = rng.uniform(np.log10(low), np.log10(high), size)`; return `10**r`.",
))

check_log_uniform_decay = SamplerExercise(my_log_uniform_decay, _decays, ("draws",), {
    LINEAR.format("the low end, seen on the stretched ruler"):
        (f"{DECAY_ENDS} -> low, high", "1 - 10**r -> r"),
    "You draw the decay itself on a log scale. Near 1 that is hardly another scale: it is `1 - "
    "decay` that has to be drawn on it.": (f"{DECAY_ENDS} -> {ENDS}", "1 - 10**r -> 10**r"),
    "Your r runs between the logarithms of `low` and `high`. It is `1 - decay` that is drawn: its "
    "ends are `1 - high` and `1 - low`.": f"{DECAY_ENDS} -> {ENDS}",
    "You return `10**r`, which is `1 - decay`. Return `1 - 10**r`.": "1 - 10**r -> 10**r",
    **MIXED,
    "Your ends are `1 - log10(high)` and `1 - log10(low)`. First subtract, then take the "
    "logarithm: `log10(1 - high)`.": f"{DECAY_ENDS} -> 1 - np.log10(high), 1 - np.log10(low)",
    "You return the exponent r. The decay is `1 - 10**r`.": "1 - 10**r -> r",
    "r runs between logarithms of `1 - decay`, not from `low` to `high`.":
        f"{DECAY_ENDS} -> low, high",
    "`1 - high` and `1 - low` are used as exponents; take `log10` of them first.": "np.log10 -> ",
    "You draw `1 - decay`, uniformly, and return it. Draw it on a log scale, and return 1 minus "
    "it.": ("np.log10 -> ", "1 - 10**r -> r"),
    HARD_CODED: f"{DECAY_ENDS} -> -3, -1",
    "You return the window `1 / (1 - decay)`. The decay is `1 - 10**r`.": "1 - 10**r -> 1 / 10**r",
}, (
    "Which quantity is to be log-uniform? Not the decay but what is missing to 1.",
    "If decay runs from low to high, `1 - decay` runs from `1 - high` to `1 - low`: the ends "
    "swap. Draw it as in the first exercise, and turn it back.",
    "`r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)`; return `1 - 10**r`.",
))
