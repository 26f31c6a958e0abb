import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import qmc

from helpers.exercises.sampling import my_log_uniform
from helpers.optimizers import Adam, Momentum
from helpers.sampling import (
    around, grid, integers, log_integers, log_uniform, log_uniform_decay, position_of, random,
    sobol, sobol_positions, uniform, value_at,
)

DRAWS = 100_000
RANGES = {uniform: (-2.0, 3.0), log_uniform: (1e-4, 1.0), log_uniform_decay: (0.9, 0.999),
          integers: (-3, 8), log_integers: (1, 300)}
WHOLE = (integers, log_integers)
SCALED = (uniform, log_uniform, log_uniform_decay)
each_sampler = pytest.mark.parametrize("sampler", RANGES, ids=lambda s: s.__name__)
each_scaled = pytest.mark.parametrize("sampler", SCALED, ids=lambda s: s.__name__)
SPACE = {"learning_rate": (log_uniform, 1e-4, 1.0), "decay": (log_uniform_decay, 0.9, 0.999),
         "hidden_units": (integers, 50, 100), "scale": (uniform, -1.0, 2.0)}


def generator(seed=0):
    return np.random.default_rng(seed)


def evenly(sampler, values):
    """The scale on which a sampler's values are spread evenly, written out."""
    return {uniform: lambda v: v, log_uniform: np.log, integers: lambda v: v, log_integers: np.log,
            log_uniform_decay: lambda v: -np.log1p(-np.asarray(v))}[sampler](values)


# The right distribution: Kolmogorov and Smirnov's test against SciPy

@pytest.mark.parametrize("sampler, wanted, number", [
    (uniform, stats.uniform(-2, 5), lambda draws: draws),
    (log_uniform, stats.loguniform(1e-4, 1), lambda draws: draws),
    (log_uniform_decay, stats.loguniform(1e-3, 0.1), lambda draws: 1 - draws)])
def test_draws_have_the_distribution_of_scipy(sampler, wanted, number):
    draws = sampler(generator(), *RANGES[sampler], DRAWS)
    assert stats.kstest(number(draws), wanted.cdf).pvalue > 0.001


def test_whole_numbers_on_a_log_scale_have_their_parts_of_it():
    values, counts = np.unique(log_integers(generator(), 1, 20, DRAWS), return_counts=True)
    assert values.tolist() == list(range(1, 21))
    parts = np.diff(np.log(np.arange(1, 22) - 0.5))
    assert stats.chisquare(counts, DRAWS * parts / parts.sum()).pvalue > 0.001


def test_whole_numbers_are_equally_likely_both_ends_included():
    values, counts = np.unique(integers(generator(), -3, 8, DRAWS), return_counts=True)
    assert values.tolist() == list(range(-3, 9))
    assert stats.chisquare(counts).pvalue > 0.001


# Ends, shapes, seeds

@each_sampler
@given(st.integers(0, 2**32))
def test_draws_stay_within_their_ends(sampler, seed):
    low, high = RANGES[sampler]
    draws = sampler(generator(seed), low, high, 1000)
    assert low <= draws.min() and draws.max() <= high


@each_scaled
def test_not_even_a_rounding_leaves_a_narrow_range(sampler):
    for low in np.linspace(0.01, 0.99, 99):
        high = np.nextafter(low, 1)
        assert set(sampler(generator(), low, high, 10)) <= {low, high}


@pytest.mark.parametrize("size", [1, 7, 0, (5,), (2, 3, 1)], ids=str)
@each_sampler
def test_size_is_a_number_or_a_shape(sampler, size):
    draws = sampler(generator(), *RANGES[sampler], size)
    assert draws.shape == ((size,) if isinstance(size, int) else size)
    assert draws.dtype == (np.int64 if sampler in WHOLE else np.float64)


@each_sampler
def test_the_same_generator_state_gives_the_same_draws(sampler):
    ends, rng = RANGES[sampler], generator()
    first, second = sampler(rng, *ends, 50), sampler(rng, *ends, 50)
    numbers_of_numpy = [np.asarray(end)[()] for end in ends]
    np.testing.assert_array_equal(first, sampler(generator(), *numbers_of_numpy, 50))
    assert (first != second).any() and (first != sampler(generator(1), *ends, 50)).any()


# Errors name the sampler and the argument

@each_sampler
def test_ends_in_the_wrong_order_are_refused(sampler):
    low, high = RANGES[sampler]
    for ends in ((high, low), (low, low)):
        message = f"^{sampler.__name__}: expected low < high, both finite; got low="
        with pytest.raises(ValueError, match=message):
            sampler(generator(), *ends, 3)


@pytest.mark.parametrize("sampler, low, high", [
    (log_uniform, 0, 1), (log_uniform, -1, 1), (log_integers, 0, 9), (log_uniform_decay, 0, 0.9),
    (log_uniform_decay, -0.5, 0.9), (log_uniform_decay, 0.9, 1), (log_uniform_decay, 0.9, 1.5)])
def test_ends_that_have_no_logarithm_are_refused(sampler, low, high):
    bounds = "above 0 and below 1" if sampler is log_uniform_decay else "above 0"
    message = f"^{sampler.__name__}: expected ends {bounds}; got low={low}.*, high={high}"
    with pytest.raises(ValueError, match=message):
        sampler(generator(), low, high, 3)


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("value, error", [
    (np.nan, ValueError), (np.inf, ValueError), (-np.inf, ValueError), ("0.5", TypeError),
    (None, TypeError), (True, TypeError), (np.True_, TypeError), (1j, TypeError),
    ([0.5], TypeError), (np.array([0.5]), TypeError)], ids=str)
@each_sampler
def test_what_is_not_a_number_is_refused(sampler, value, error, end):
    ends = dict(zip(("low", "high"), RANGES[sampler], strict=True)) | {end: value}
    error = TypeError if sampler in WHOLE else error
    with pytest.raises(error, match=f"(?=.*{sampler.__name__})(?=.*{end}).*expected"):
        sampler(generator(), **ends, size=3)


@pytest.mark.parametrize("low, high", [(1.0, 3), (1, 3.0), (np.float64(1), 3), (0.5, 3)])
def test_ends_of_integers_are_whole_numbers(low, high):
    with pytest.raises(TypeError, match="^(low|high) of integers: expected a whole number; got "):
        integers(generator(), low, high, 3)


@pytest.mark.parametrize("axis", [
    (uniform, 1), (uniform, 0, 1, 2), [], uniform, ("uniform", 0, 1), ([], 0, 1)],
    ids=["one end", "three ends", "an empty list", "no tuple", "a word", "no sampler"])
@pytest.mark.parametrize("use", [
    lambda space: random(space, generator(), 3), lambda space: grid(space, 3),
    lambda space: sobol(space, 3), lambda space: around(space, {"alpha": 0.5}, 0.5)],
    ids=["random", "grid", "sobol", "around"])
def test_a_space_is_made_of_samplers_with_two_ends_and_of_lists(use, axis):
    message = (r"^alpha: expected a list of categories or \(sampler, low, high\), the sampler one "
               "of uniform, log_uniform, log_uniform_decay, integers, log_integers")
    with pytest.raises(ValueError, match=message):
        use({"alpha": axis})
    with pytest.raises(ValueError, match="^uniform: expected low < high"):
        use({"alpha": (uniform, 1, 0)})
    with pytest.raises(ValueError, match="^space: expected at least one hyperparameter; got none"):
        use({})


@pytest.mark.parametrize("count, error", [(0, ValueError), (-1, ValueError), (2.0, TypeError),
                                          ("2", TypeError), (True, TypeError), (None, TypeError)])
def test_bad_counts_are_refused(count, error):
    with pytest.raises(error, match="^size: expected"):
        random(SPACE, generator(), count)
    with pytest.raises(error, match="^size: expected"):
        sobol(SPACE, count)
    with pytest.raises(error, match="^points: expected"):
        grid(SPACE, count)


# random

def test_random_configurations_have_their_samplers_distributions():
    configurations = random(SPACE, generator(), DRAWS)
    assert list(configurations) == list(SPACE)
    for name, (sampler, low, high) in SPACE.items():
        values = configurations[name]
        assert values.shape == (DRAWS,) and low <= values.min() and values.max() <= high
        if sampler is not integers:
            spread = evenly(sampler, values)
            start, end = evenly(sampler, low), evenly(sampler, high)
            assert stats.kstest(spread, stats.uniform(start, end - start).cdf).pvalue > 0.001
    together = np.corrcoef([evenly(SPACE[name][0], values)
                            for name, values in configurations.items()])
    assert abs(together - np.eye(4)).max() < 5 / np.sqrt(DRAWS)  # each is drawn by itself


def test_one_configuration_alone_can_be_drawn():
    assert random(SPACE, generator(), 1)["scale"].shape == (1,)
    assert sobol(SPACE, 1)["scale"].tolist() == [-1.0]


def test_where_the_choices_of_a_list_lie():
    places = position_of([10, 20, 30], np.array([[30, 10], [20, 20]]))
    np.testing.assert_allclose(places, [[5 / 6, 1 / 6], [0.5, 0.5]])


def test_random_takes_the_sampler_that_the_exercise_asks_for():
    space = {"learning_rate": (my_log_uniform, 1e-4, 1.0)}
    drawn = random(space, generator(), 9)["learning_rate"]
    np.testing.assert_array_equal(drawn, my_log_uniform(generator(), 1e-4, 1.0, 9))
    for use in (lambda: grid(space, 3), lambda: sobol(space, 4)):  # they must know its scale
        with pytest.raises(ValueError, match="^learning_rate: expected .*, log_integers$"):
            use()
    with pytest.raises(ValueError, match=r"^p: expected 9 draws of its sampler; got shape \(\)"):
        random({"p": (lambda rng, low, high, size: 0.5, 0, 1)}, generator(), 9)


# Categories

CATEGORIES = {"activation": ["relu", "tanh", "sigmoid"], "optimizer": [Momentum, Adam],
              "batch_norm": [False, True], "batch_size": [16, 64]}


def test_categories_are_equally_likely():
    drawn = random(CATEGORIES, generator(), 30_000)
    for name, values in CATEGORIES.items():
        counts = [np.count_nonzero(drawn[name] == value) for value in values]
        assert sum(counts) == 30_000 and stats.chisquare(counts).pvalue > 0.001
    assert [drawn[name].dtype.kind for name in CATEGORIES] == ["U", "O", "b", "i"]


def test_categories_are_crossed_spread_and_kept():
    crossed = grid(CATEGORIES, 3)  # as often as it fits: three points find all
    assert set(crossed["activation"]) == {"relu", "tanh", "sigmoid"}
    spread = sobol(CATEGORIES, 64)
    assert (spread["optimizer"] == Adam).sum() == spread["batch_norm"].sum() == 32
    assert around(CATEGORIES, {}, 0.5) == CATEGORIES
    for values in CATEGORIES.values():
        places = position_of(values, np.array(values))
        np.testing.assert_allclose(places, (np.arange(len(values)) + 0.5) / len(values))
        assert list(value_at(values, places)) == values == [value_at(values, p) for p in places]
        assert [value_at(values, 0.0), value_at(values, 1.0)] == [values[0], values[-1]]


# sobol

@pytest.mark.parametrize("axes", range(1, 7))
def test_sobols_points_are_those_of_scipy(axes):
    wanted = qmc.Sobol(axes, scramble=False).random(1024)
    np.testing.assert_array_equal(sobol_positions(axes, 1024), wanted.T)
    np.testing.assert_array_equal(sobol_positions(axes, 77), wanted[:77].T)


def test_a_shift_moves_the_points_and_leaves_every_part_its_share():
    points = sobol_positions(6, 64, (5,), generator())
    assert points.shape == (6, 5, 64) and 0 <= points.min() and points.max() < 1
    every = np.sort(np.floor(64 * points), axis=-1)  # one in every 64th of every axis
    np.testing.assert_array_equal(every, np.broadcast_to(np.arange(64), (6, 5, 64)))
    eighths = np.floor(8 * points[:2])  # of the first two axes, one in every square
    assert {len(set(eighths[0, i] + 8 * eighths[1, i])) for i in range(5)} == {64}
    assert len(np.unique(points[:, :, 0])) == 30
    starts = sobol_positions(2, 1, (4000,), generator()).reshape(2, -1)
    for start in starts:
        assert stats.kstest(start, stats.uniform().cdf).pvalue > 0.001
    assert abs(np.corrcoef(starts)[0, 1]) < 0.1


def test_sobols_configurations_lie_on_their_scales():
    plain, shifted = sobol(SPACE, 16), sobol(SPACE, 16, generator())
    assert list(plain) == list(shifted) == list(SPACE)
    for (name, axis), place in zip(SPACE.items(), sobol_positions(4, 16), strict=True):
        np.testing.assert_array_equal(plain[name], value_at(axis, place))
        assert axis[1] <= shifted[name].min() and shifted[name].max() <= axis[2]
        assert (plain[name] != shifted[name]).any()
    again = sobol(SPACE, 16, generator())
    np.testing.assert_array_equal(again["decay"], shifted["decay"])
    with pytest.raises(ValueError, match="^sobol: expected 1 to 6 hyperparameters; got 7"):
        sobol({letter: (uniform, 0, 1) for letter in "abcdefg"}, 4)


# grid

@pytest.mark.parametrize("rng", [None, generator(3)], ids=["centred", "shifted"])
@pytest.mark.parametrize("points", [1, 2, 5])
def test_a_grid_has_all_combinations_equally_spaced_on_their_scales(points, rng):
    configurations = grid(SPACE, points, rng)
    assert list(configurations) == list(SPACE)
    combinations = set(zip(*(values.tolist() for values in configurations.values()), strict=True))
    assert len(combinations) == len(configurations["scale"]) == points ** len(SPACE)
    for name, (sampler, low, high) in SPACE.items():
        values = np.unique(configurations[name])
        assert len(values) == points and low <= values[0] and values[-1] <= high
        if sampler is not integers:
            length = evenly(sampler, high) - evenly(sampler, low)
            gaps = np.diff(evenly(sampler, values))
            np.testing.assert_allclose(gaps, length / points, rtol=1e-9)
            first = (evenly(sampler, values[0]) - evenly(sampler, low)) / length
            assert 0 <= first < 1 / points
            assert rng is not None or first == pytest.approx(0.5 / points)


def test_a_grid_is_shifted_by_anything_up_to_a_spacing():
    space, rng = {"scale": (uniform, 0.0, 1.0), "other": (uniform, 0.0, 1.0)}, generator()
    grids = [grid(space, 4, rng) for _ in range(2000)]
    shifts = np.array([[values.min() for values in drawn.values()] for drawn in grids]).T
    for shift in shifts:
        assert stats.kstest(shift, stats.uniform(0, 0.25).cdf).pvalue > 0.001
    assert abs(np.corrcoef(shifts)[0, 1]) < 0.1  # each axis has a shift of its own
    assert len(np.unique(grids[0]["scale"])) == 4  # and all its points share it


def test_a_grid_of_whole_numbers_finds_each_of_them():
    for rng in (None, *map(generator, range(50))):
        layers = grid({"hidden_layers": (integers, 2, 4)}, 3, rng)["hidden_layers"]
        assert layers.tolist() == [2, 3, 4] and layers.dtype.kind == "i"


# around

@pytest.mark.parametrize("center, share, start", [
    (0.5, 0.01, 0.495), (0.4, 0.2, 0.3), (0.4, 0.5, 0.15), (0.3, 1, 0),
    (0, 0.4, 0), (0.1, 0.4, 0), (0.9, 0.4, 0.6), (1, 0.4, 0.6)])  # moved inwards, not cut
@each_scaled
def test_a_box_has_its_share_of_the_scale_around_its_centre(sampler, center, share, start):
    low, high = RANGES[sampler]
    axis = (sampler, low, high)
    same_sampler, *box = around({"p": axis}, {"p": value_at(axis, center)}, share)["p"]
    length = evenly(sampler, high) - evenly(sampler, low)
    places = (evenly(sampler, np.array(box)) - evenly(sampler, low)) / length
    np.testing.assert_allclose(places, [start, start + share], rtol=1e-9, atol=1e-9)
    assert same_sampler is sampler and low <= box[0] < box[1] <= high


def test_a_box_of_whole_numbers_on_a_log_scale():
    sampler, low, high = around({"n": (log_integers, 1, 1000)}, {"n": 30}, 0.3)["n"]
    assert 8 <= low <= 14 and 80 <= high <= 110 and type(low) is int
    assert around({"n": (log_integers, 1, 9)}, {"n": 1}, 0.01)["n"][1:] == (1, 2)


@pytest.mark.parametrize("center, share, wanted", [
    (5, 0.4, (3, 7)), (1, 0.5, (1, 5)), (10, 0.5, (6, 10)), (5, 0.01, (5, 6)), (10, 0.01, (9, 10)),
    (1, 0.01, (1, 2)), (5, 1, (1, 10))])
def test_a_box_of_whole_numbers(center, share, wanted):
    sampler, low, high = around({"n": (integers, 1, 10)}, {"n": center}, share)["n"]
    assert abs(low - wanted[0]) <= 1 and abs(high - wanted[1]) <= 1 and low <= center <= high
    assert (type(low), type(high)) == (int, int)
    if share in (0.01, 1):
        assert (low, high) == wanted
    assert set(sampler(generator(), low, high, 200)) == set(range(low, high + 1))


@each_sampler
@given(st.floats(0, 1), st.floats(0.01, 1))
def test_a_box_lies_in_its_space_and_holds_its_centre(sampler, position, share):
    axis = (sampler, *RANGES[sampler])
    center = value_at(axis, position)
    smaller, low, high = around({"p": axis}, {"p": center}, share)["p"]
    assert axis[1] <= low < high <= axis[2]
    assert low <= center + 1e-9 and center - 1e-9 <= high
    smaller(generator(), low, high, 1)  # fit to draw from


def test_a_box_around_a_trial_of_a_search_and_a_box_in_a_box():
    center = {name: values[[0]] for name, values in random(SPACE, generator(), 3).items()}
    box = around(SPACE, center, 0.5)
    smaller = around(box, center, 0.5)
    for name, (sampler, *ends) in smaller.items():
        if sampler is not integers:
            lengths = np.diff(position_of(SPACE[name], np.array(ends)))
            assert lengths == pytest.approx(0.25, rel=1e-6)
    assert set(box) == set(SPACE) and SPACE["scale"] == (uniform, -1.0, 2.0)  # not changed


@pytest.mark.parametrize("share, error", [
    (0, ValueError), (-0.1, ValueError), (1.1, ValueError), (np.nan, ValueError),
    ("1", TypeError), (True, TypeError), (None, TypeError)])
def test_a_bad_share_is_refused(share, error):
    with pytest.raises(error, match="^share: expected"):
        around({"p": (uniform, 0, 1)}, {"p": 0.5}, share)


# value_at and position_of

@each_scaled
def test_positions_are_shares_of_the_scale(sampler):
    low, high = RANGES[sampler]
    positions = np.linspace(0, 1, 11)
    values = value_at((sampler, low, high), positions)
    start, end = evenly(sampler, low), evenly(sampler, high)
    np.testing.assert_allclose(evenly(sampler, values), start + positions * (end - start),
                               rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(position_of((sampler, low, high), values), positions, atol=1e-12)


def test_halfway_between_two_whole_numbers_the_larger_one_begins():
    assert value_at((integers, 2, 5), np.array([0.25, 0.5, 0.75])).tolist() == [3, 4, 5]


@given(st.integers(-50, 50), st.integers(1, 60), st.floats(0, 1))
def test_whole_numbers_have_equal_parts_of_their_axis(low, count, position):
    axis, values = (integers, low, low + count), np.arange(low, low + count + 1)
    positions = position_of(axis, values)
    np.testing.assert_allclose(positions, (np.arange(count + 1) + 0.5) / (count + 1))
    np.testing.assert_array_equal(value_at(axis, positions), values)
    value = value_at(axis, position)
    assert value in values
    assert abs(position_of(axis, value) - position) <= 0.5 / (count + 1) + 1e-12
