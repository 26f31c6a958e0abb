"""Measured surfaces, and simulated searches on them."""

import numpy as np
import pytest

from helpers import sampling
from helpers.datasets import load_sweep
from helpers.sampling import log_uniform, log_uniform_decay, uniform
from helpers.surfaces import Surface, simulated_searches, zoomed_searches

pytestmark = pytest.mark.nb06

SQUARE = {"learning_rate": (log_uniform, 1e-4, 1.0), "decay": (log_uniform_decay, 0.5, 0.999)}


def hill(across, up, axes=2, nodes=101):
    """A surface whose accuracy falls with the distance from a point, each axis with a weight."""
    places = np.linspace(0, 1, nodes)
    first, *others = np.meshgrid(*[places] * axes, indexing="ij")
    return across * (first - 0.43) ** 2 + sum(up * (other - 0.43) ** 2 for other in others)


def band(axes=2):
    """Only the first axis matters: its best tenth is one piece, the darkest tenth of the space."""
    space = dict(zip("abc"[:axes], [(uniform, 0, 1)] * axes, strict=True))
    return Surface(space, 1 - hill(1, 0, axes, 101 if axes == 2 else 41), 100 if axes == 2 else 40)


@pytest.mark.parametrize("shape", [(2, 2), (5, 3), (4, 2, 3)])
def test_the_mesh_is_the_linear_interpolation(shape, rng):
    accuracy = rng.random(shape)
    space = {name: (uniform, 0, 1) for name in "abc"[: len(shape)]}
    surface = Surface(space, accuracy, cells=20)
    for _ in range(30):
        cell = rng.integers(0, 20, len(shape))
        value, place = accuracy, (cell + 0.5) / 20
        for nodes, at in zip(shape, place, strict=True):  # one axis after another
            low = min(int(at * (nodes - 1)), nodes - 2)
            part = at * (nodes - 1) - low
            value = (1 - part) * value[low] + part * value[low + 1]
        assert surface.mesh[tuple(cell)] == pytest.approx(value)
        trial = {name: np.array([at]) for name, at in zip(space, place, strict=True)}
        assert surface.at(trial) == pytest.approx(value)


def test_the_best_tenth_is_a_tenth(measured):
    for surface in (*measured.values(), band()):
        assert (surface.mesh > surface.threshold).mean() == pytest.approx(0.1, abs=0.005)


def test_configurations_are_looked_up_on_their_scales(measured):
    for surface in measured.values():
        for name, axis in surface.space.items():
            centre = {other: sampling.value_at(scale, np.array([0.5]))
                      for other, scale in surface.space.items()}
            for place in (0.0, 0.255, 1.0):
                where = [surface.cells // 2] * len(surface.space)
                where[list(surface.space).index(name)] = min(int(place * surface.cells),
                                                             surface.cells - 1)
                trial = centre | {name: sampling.value_at(axis, np.array([place]))}
                assert surface.at(trial).item() == surface.mesh[tuple(where)]


def test_a_surface_needs_an_axis_for_each_hyperparameter():
    with pytest.raises(ValueError, match="^accuracy: expected 2 axes.*got shape"):
        Surface(SQUARE, np.zeros(3))


# Simulated searches

def test_sobols_searches_are_spread_over_every_axis(measured):
    rises = Surface({"a": (uniform, 0, 1)}, np.array([0.0, 1.0]))
    found = simulated_searches(rises, 16, "sobol", np.random.default_rng(0), 50)
    assert (found > 15 / 16 - 0.006).all()  # one of the 16 lies in the last sixteenth
    assert len(np.unique(found)) > 3
    for surface in measured.values():
        found = simulated_searches(surface, 3, "sobol", np.random.default_rng(0), 7)
        assert found.shape == (7,) and found.max() <= surface.mesh.max()


def test_a_band_is_found_as_often_as_arithmetic_says():
    for surface, points, trials in ((band(), 5, 25), (band(3), 3, 27)):
        width = (surface.mesh > surface.threshold).any(axis=tuple(range(1, surface.mesh.ndim)))
        width = width.mean()
        share = {method: (simulated_searches(surface, points, method, np.random.default_rng(0),
                                             4000) > surface.threshold).mean()
                 for method in ("grid", "random")}
        assert share["grid"] == pytest.approx(points * width, abs=0.03)
        assert share["random"] == pytest.approx(1 - (1 - width) ** trials, abs=0.02)


def assert_alike(quick, best, threshold):
    """The best accuracies of so many searches, and those of searches made one by one."""
    assert quick.shape == (len(best),)
    assert quick.mean() == pytest.approx(np.mean(best), abs=0.15 * np.std(best))
    hits, expected = ((np.array(b) > threshold).mean() for b in (quick, best))
    assert hits == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize("method", ["grid", "random"])
def test_simulated_searches_are_those_of_the_sampling_module(measured, method):
    for name, points in (("one matters", 4), ("both matter", 3), ("three dimensions", 2)):
        surface, rng = measured[name], np.random.default_rng(1)
        best = []
        for _ in range(1500):
            trials = (sampling.grid(surface.space, points, rng) if method == "grid" else
                      sampling.random(surface.space, rng, points ** len(surface.space)))
            best.append(surface.at(trials).max())
        quick = simulated_searches(surface, points, method, np.random.default_rng(2), 1500)
        assert_alike(quick, best, surface.threshold)


def test_wrong_requests_are_named():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="^method: expected 'grid', 'random' or 'sobol'; got 'bo'"):
        simulated_searches(band(), 3, "bo", rng)
    for points, searches in ((0, 10), (3, 0), (2.5, 10)):
        with pytest.raises((TypeError, ValueError), match="^(points|searches): "):
            simulated_searches(band(), points, "grid", rng, searches)


def test_the_measured_surfaces_tell_their_three_stories(measured):
    def share(name, points, method):
        best = simulated_searches(measured[name], points, method, np.random.default_rng(3))
        return (best > measured[name].threshold).mean()

    assert share("one matters", 5, "random") > share("one matters", 5, "grid") + 0.2
    assert share("three dimensions", 3, "random") > share("three dimensions", 3, "grid") + 0.4
    assert share("both matter", 5, "grid") > share("both matter", 5, "random") + 0.03


# From coarse to fine, many times

@pytest.mark.parametrize("share", [1.0, 0.4, 0.05])
def test_zoomed_searches_are_those_of_the_sampling_module(measured, share):
    for name in ("one matters", "both matter"):
        surface, best = measured[name], []
        for seed in range(1000):
            rng = np.random.default_rng(seed)
            coarse = sampling.random(surface.space, rng, 12)
            winner = surface.at(coarse).argmax()
            box = sampling.around(surface.space, {key: values[winner] for key, values in
                                                  coarse.items()}, share)
            fine = sampling.random(box, rng, 12)
            best.append(max(surface.at(coarse).max(), surface.at(fine).max()))
        quick = zoomed_searches(surface, share, np.random.default_rng(2))
        assert_alike(quick, best, surface.threshold)


def test_a_box_that_is_too_small_loses(measured):
    for name, loss in (("one matters", 0.0002), ("both matter", 0.005)):
        whole, tiny = (zoomed_searches(measured[name], share, np.random.default_rng(0), 4000)
                       for share in (1, 0.05))
        assert tiny.mean() < whole.mean() - loss


@pytest.mark.parametrize(("request_", "start"), [
    ({"share": 0}, "share"), ({"share": 1.5}, "share"), ({"share": "all"}, "share"),
    ({"share": 1, "searches": 0}, "searches"), ({"share": 1, "trials": 2.5}, "trials"),
])
def test_wrong_zooms_are_named(request_, start):
    with pytest.raises((TypeError, ValueError), match=f"^{start}"):
        zoomed_searches(band(), rng=np.random.default_rng(0), **request_)


def test_a_measured_surface_has_the_ends_of_its_sweep_and_a_fine_mesh(measured):
    sweep = load_sweep("search_surface")
    for key, surface in zip(("one", "both", "three"), measured.values(), strict=True):
        for axis in sweep[f"{key}_axes"].tolist():
            values = sweep[f"{key}_{axis}"]
            assert surface.space[axis][1:] == (values[0], values[-1])
        assert surface.cells == (40 if key == "three" else 100)
        assert surface.mesh.shape == (surface.cells,) * len(surface.space)


def test_one_search_of_one_point_and_a_thousand_where_nothing_is_said(rng):
    surface = band()
    for method in ("grid", "random", "sobol"):
        assert simulated_searches(surface, 1, method, rng, 1).shape == (1,)
    assert zoomed_searches(surface, 0.5, rng, 1, 1).shape == (1,)
    assert simulated_searches(surface, 4, "random", rng).shape == (1000,)
    assert zoomed_searches(surface, 0.5, rng).shape == (1000,)
    assert Surface(surface.space, surface.accuracy).cells == 100
