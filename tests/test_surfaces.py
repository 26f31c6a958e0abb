"""Searches on a surface, against the same searches made one by one with `helpers.sampling`."""

import numpy as np
import pytest

from helpers import sampling
from helpers.datasets import load_sweep
from helpers.sampling import uniform
from helpers.surfaces import Surface, measured_surfaces, simulated_searches, zoomed_searches


@pytest.fixture(scope="module")
def measured():
    return measured_surfaces(load_sweep("search_surface"))


def hill(across, up, axes=2, nodes=101):
    """A surface that falls with the distance from a point, each axis with a weight."""
    first, *others = np.meshgrid(*[np.linspace(0, 1, nodes)] * axes, indexing="ij")
    height = 1 - across * (first - 0.43) ** 2 - sum(up * (o - 0.43) ** 2 for o in others)
    space = dict.fromkeys("abc"[:axes], (uniform, 0, 1))
    return Surface(space, height, 100 if axes == 2 else 40)


BAND, CUBE, BLOB = hill(1, 0), hill(1, 0, axes=3, nodes=41), hill(1, 1)


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
    for surface in (*measured.values(), BAND, BLOB):
        assert (surface.mesh > surface.threshold).mean() == pytest.approx(0.1, abs=0.005)


def test_configurations_are_looked_up_on_their_scales(measured):
    for surface in measured.values():
        centre = {name: sampling.value_at(axis, np.array([0.5]))
                  for name, axis in surface.space.items()}
        for number, (name, axis) in enumerate(surface.space.items()):
            for place in (0.0, 0.255, 1.0):
                where = [surface.cells // 2] * len(surface.space)
                where[number] = min(int(place * surface.cells), surface.cells - 1)
                trial = centre | {name: sampling.value_at(axis, np.array([place]))}
                assert surface.at(trial).item() == surface.mesh[tuple(where)]


def test_a_surface_needs_an_axis_for_each_hyperparameter():
    with pytest.raises(ValueError, match="^accuracy: expected 2 axes.*got shape"):
        Surface(BAND.space, np.zeros(3))


def hits(surface, points, method, searches=1000):
    best = simulated_searches(surface, points, method, np.random.default_rng(0), searches)
    return (best > surface.threshold).mean()


def test_hits_are_as_many_as_arithmetic_says():
    for surface, points, trials in ((BAND, 5, 25), (CUBE, 3, 27)):
        width = (surface.mesh > surface.threshold).any(axis=tuple(range(1, surface.mesh.ndim)))
        width = width.mean()
        assert hits(surface, points, "grid", 4000) == pytest.approx(points * width, abs=0.03)
        assert hits(surface, points, "random", 4000) == pytest.approx(
            1 - (1 - width) ** trials, abs=0.02)
    assert hits(BLOB, 5, "grid") == 1  # a compact blob is for the grid
    assert hits(BLOB, 5, "random") == pytest.approx(1 - 0.9**25, abs=0.03)


def test_the_measured_surfaces_tell_their_three_stories(measured):
    def lead(name, points):
        return hits(measured[name], points, "random") - hits(measured[name], points, "grid")

    assert lead("one matters", 5) > 0.2 and lead("three dimensions", 3) > 0.4
    assert lead("both matter", 5) < -0.03


def assert_alike(quick, best, threshold):
    """Many searches at once have the distribution of searches one by one."""
    best = np.array(best)
    assert quick.shape == best.shape
    assert quick.mean() == pytest.approx(best.mean(), abs=0.15 * best.std())
    assert (quick > threshold).mean() == pytest.approx((best > threshold).mean(), abs=0.06)


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


@pytest.mark.parametrize("share", [1.0, 0.4, 0.05])
def test_zoomed_searches_are_those_of_the_sampling_module(measured, share):
    for name in ("one matters", "both matter"):
        surface, best = measured[name], []
        for seed in range(1000):
            rng = np.random.default_rng(seed)
            coarse = sampling.random(surface.space, rng, 12)
            winner = surface.at(coarse).argmax()
            centre = {key: values[winner] for key, values in coarse.items()}
            fine = sampling.random(sampling.around(surface.space, centre, share), rng, 12)
            best.append(max(surface.at(coarse).max(), surface.at(fine).max()))
        quick = zoomed_searches(surface, share, np.random.default_rng(2))
        assert_alike(quick, best, surface.threshold)


def test_a_box_that_is_too_small_loses(measured):
    for name, loss in (("one matters", 0.0002), ("both matter", 0.005)):
        whole, tiny = (zoomed_searches(measured[name], share, np.random.default_rng(0), 4000)
                       for share in (1, 0.05))
        assert tiny.mean() < whole.mean() - loss


@pytest.mark.parametrize("search, request_, start", [
    (simulated_searches, {"points": 3, "method": "sobol"}, "method: .*'grid' or 'random'; got"),
    (simulated_searches, {"points": 0, "method": "grid"}, "points"),
    (simulated_searches, {"points": 2.5, "method": "grid"}, "points"),
    (simulated_searches, {"points": 3, "method": "grid", "searches": 0}, "searches"),
    (zoomed_searches, {"share": 0}, "share"), (zoomed_searches, {"share": 1.5}, "share"),
    (zoomed_searches, {"share": "all"}, "share"),
    (zoomed_searches, {"share": 1, "searches": 0}, "searches"),
    (zoomed_searches, {"share": 1, "trials": 2.5}, "trials"),
])
def test_wrong_requests_are_named(search, request_, start):
    with pytest.raises((TypeError, ValueError), match=f"^{start}"):
        search(BAND, rng=np.random.default_rng(0), **request_)
