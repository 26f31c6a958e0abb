import re

import numpy as np
import pytest

from helpers import sampling
from helpers.datasets import load_sweep
from helpers.figures.sensitivity import SensitivityScene
from helpers.panels.search import coarse_to_fine, grid_and_random
from helpers.sampling import log_uniform, log_uniform_decay, uniform
from helpers.surfaces import Surface, measured_surfaces, simulated_searches, zoomed_searches

SQUARE = {"learning_rate": (log_uniform, 1e-4, 1.0), "decay": (log_uniform_decay, 0.5, 0.999)}
SWEEP = load_sweep("search_surface")


@pytest.fixture(scope="module")
def measured():
    return measured_surfaces(SWEEP)


def hill(across, up, axes=2, nodes=101):
    """A surface whose accuracy falls with the distance from a point, each axis with a weight."""
    places = np.linspace(0, 1, nodes)
    first, *others = np.meshgrid(*[places] * axes, indexing="ij")
    return across * (first - 0.43) ** 2 + sum(up * (other - 0.43) ** 2 for other in others)


def band(axes=2):
    """Only the first axis matters: its best tenth is one piece, the darkest tenth of the space."""
    space = dict(zip("abc"[:axes], [(uniform, 0, 1)] * axes, strict=True))
    return Surface(space, 1 - hill(1, 0, axes, 101 if axes == 2 else 41), 100 if axes == 2 else 40)


def blob():
    return Surface({"a": (uniform, 0, 1), "b": (uniform, 0, 1)}, 1 - hill(1, 1))


def shown(text):
    return [float(number) for number in re.findall(r"(\d+\.?\d*)%", text)]


# The surfaces


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
    for surface in (*measured.values(), band(), blob()):
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


def test_a_band_is_found_as_often_as_arithmetic_says():
    for surface, points, trials in ((band(), 5, 25), (band(3), 3, 27)):
        width = (surface.mesh > surface.threshold).any(axis=tuple(range(1, surface.mesh.ndim)))
        width = width.mean()
        share = {method: (simulated_searches(surface, points, method, np.random.default_rng(0),
                                             4000) > surface.threshold).mean()
                 for method in ("grid", "random")}
        assert share["grid"] == pytest.approx(points * width, abs=0.03)
        assert share["random"] == pytest.approx(1 - (1 - width) ** trials, abs=0.02)


def test_a_compact_blob_is_for_the_grid():
    surface = blob()
    share = {method: (simulated_searches(surface, 5, method, np.random.default_rng(0))
                      > surface.threshold).mean() for method in ("grid", "random")}
    assert share["grid"] == 1 and share["random"] == pytest.approx(1 - 0.9**25, abs=0.03)


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
        assert quick.shape == (1500,)
        assert quick.mean() == pytest.approx(np.mean(best), abs=0.15 * np.std(best))
        hits, expected = ((np.array(b) > surface.threshold).mean() for b in (quick, best))
        assert hits == pytest.approx(expected, abs=0.06)


def test_wrong_requests_are_named():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="^method: expected 'grid' or 'random'; got 'sobol'"):
        simulated_searches(band(), 3, "sobol", rng)
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
        assert quick.shape == (1000,)
        assert quick.mean() == pytest.approx(np.mean(best), abs=0.15 * np.std(best))
        hits, expected = ((np.array(b) > surface.threshold).mean() for b in (quick, best))
        assert hits == pytest.approx(expected, abs=0.06)


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


# Grid and random


def test_grid_and_random_follow_their_controls(measured, settings):
    panel = grid_and_random(measured)
    scene = panel.scene
    for values in settings(panel):
        surface = measured[values["surface"]]
        count = values["points"] ** len(surface.space)
        lines = scene.readout.splitlines()
        assert lines[0].startswith(f"{count} trials each")
        best, different = [], []
        for name in ("grid", "random"):
            trials = scene.trials[name]
            places = np.array([sampling.position_of(axis, trials[key])
                               for key, axis in surface.space.items()])
            assert places.shape == (len(surface.space), count)
            drawn = places[:2].copy()
            if len(places) == 3:  # the cube: the third axis goes right and up
                drawn += np.multiply.outer([0.42, 0.38], places[2])
            accuracy = surface.at(trials)
            for dots, chosen in ((scene.hits, accuracy > surface.threshold),
                                 (scene.misses, accuracy <= surface.threshold)):
                assert np.array(dots[name].get_data()) == pytest.approx(drawn[:, chosen])
            ticks = scene.rugs[name].get_xdata()
            assert ticks == pytest.approx(np.unique(places[0].round(9)))
            different.append(len(ticks))
            best.append(accuracy.max())
        assert different == [values["points"], count]
        assert [int(word) for word in lines[1].split()[-2:]] == different
        assert shown(lines[2]) == pytest.approx([100 * b for b in best], abs=0.0051)
        found, means = [], []
        for method in ("grid", "random"):
            searches = simulated_searches(surface, values["points"], method,
                                          np.random.default_rng(0))
            found.append(100 * (searches > surface.threshold).mean())
            means.append(100 * searches.mean())
        assert shown(lines[3])[-2:] == pytest.approx(found, abs=0.51)
        assert shown(lines[4]) == pytest.approx(means, abs=0.0051)


def test_the_shades_are_tenths_and_change_with_the_surface(measured):
    panel = grid_and_random(measured)
    first = panel.scene.png()
    for name in ("both matter", "three dimensions", "one matters"):
        panel.set(surface=name)
        for axes, _ in panel.scene.spaces.values():
            contours, = axes.collections  # none is left of the surface before
            levels = np.percentile(measured[name].mesh, range(0, 101, 10))
            assert contours.levels == pytest.approx(levels)
            edges = [line for line in axes.lines if line not in panel.scene.moving]
            assert len(edges) == (12 if name == "three dimensions" else 0)
    assert panel.scene.png() == first  # and back again


def test_draw_again_draws_others(measured):
    panel = grid_and_random(measured)
    before = panel.scene.trials
    panel.buttons["draw again"].click()
    for name, trials in panel.scene.trials.items():
        assert not np.array_equal(trials["learning_rate"], before[name]["learning_rate"])
    panel.set(draw=100)
    panel.buttons["draw again"].click()
    assert panel.values["draw"] == 1


# From coarse to fine


def test_coarse_to_fine_follows_its_controls(measured, settings):
    surface = measured["both matter"]
    panel = coarse_to_fine(surface)
    scene = panel.scene
    before, box = (panel.values["coarse"], panel.values["fine"]), None
    for values in settings(panel):
        sides = np.array([values["share"]] * 2)
        corner = np.clip([values["across"], values["up"]] - sides / 2, 0, 1 - sides)
        assert scene.box.get_xy() == pytest.approx(corner)
        assert (scene.box.get_width(), scene.box.get_height()) == pytest.approx(sides)
        assert scene.cover.get_visible() is not values["shown"]
        if (values["coarse"], values["fine"]) != before:
            before, box = (values["coarse"], values["fine"]), (corner, sides)
        assert ("fine" in scene.trials) == (values["fine"] > 0)
        texts = [text for text in scene.numbers if text.get_text()]
        best, everything = [], []
        for name, trials in scene.trials.items():
            places = np.array([sampling.position_of(axis, trials[key])
                               for key, axis in surface.space.items()])
            assert places.shape == (2, 12)
            assert np.array(scene.dots[name].get_data()) == pytest.approx(places)
            if name == "fine":  # in the box as it was when the sample was drawn
                inside = places.T - box[0]
                assert (inside > -1e-9).all() and (inside < box[1] + 1e-9).all()
            accuracy = surface.at(trials)
            everything += zip(accuracy, places.T.round(9).tolist(), strict=True)
            if name == "coarse":
                ring = np.ravel(scene.ring.get_data())
                assert ring == pytest.approx(places[:, accuracy.argmax()])
            best.append(100 * accuracy.max())
        labelled = {tuple(np.round(text.xy, 9)): text.get_text() for text in texts}
        assert len(labelled) == len(texts)
        everything.sort(reverse=True)
        assert tuple(everything[0][1]) in labelled  # the best always has its number
        for accuracy, place in everything:
            if tuple(place) in labelled:
                assert labelled[tuple(place)] == f"{100 * accuracy:.0f}"
            else:  # another trial is near
                assert min(max(np.abs(np.subtract(place, other)) / (0.05, 0.06))
                           for _, other in everything if other != place) <= 1
        if values["fine"]:
            best.append(max(best))
        assert shown(scene.readout.splitlines()[0]) == pytest.approx(best, abs=0.051)


def test_the_fine_sample_stays_when_the_box_moves(measured):
    panel = coarse_to_fine(measured["both matter"])
    assert list(panel.scene.trials) == ["coarse"] and panel.values["fine"] == 0
    panel.buttons["sample inside"].click()
    drawn = panel.scene.dots["fine"].get_data()
    panel.set(across=0.1, share=0.2)
    assert np.array_equal(panel.scene.dots["fine"].get_data(), drawn)
    panel.buttons["sample inside"].click()
    assert max(panel.scene.dots["fine"].get_xdata()) <= 0.2 + 1e-9
    panel.buttons["start again"].click()
    assert list(panel.scene.trials) == ["coarse"] and len(panel.scene.dots["fine"].get_xdata()) == 0


def test_a_box_in_the_wrong_place_loses_and_a_good_one_wins(measured):
    surface = measured["both matter"]
    panel = coarse_to_fine(surface)
    peak = np.array(np.unravel_index(surface.mesh.argmax(), surface.mesh.shape)) / surface.cells
    beaten = {}
    for name, place, share in (("good", peak, 0.3), ("wrong", [0.0, 1.0], 0.1)):
        across, up = (round(round(20 * p) / 20, 3) for p in place)
        panel.set(across=across, up=up, share=share)
        panel.buttons["sample inside"].click()
        line = panel.scene.readout.splitlines()[1]
        beaten[name] = shown(line)[-1]
        places = np.random.default_rng(0).random((2, 1000, 24))
        expected = surface.at_positions(*places).max(axis=1)
        assert shown(line)[0] == pytest.approx(100 * expected.mean(), abs=0.051)
        best = max(surface.at(trials).max() for trials in panel.scene.trials.values())
        assert beaten[name] == pytest.approx(100 * (expected < best).mean(), abs=0.51)
    assert beaten["good"] > 60 and beaten["wrong"] < 40


def test_no_label_covers_another(measured):
    scene = coarse_to_fine(measured["both matter"]).scene
    for coarse, share in ((1, 0.05), (2, 0.1), (3, 0.4), (4, 1.0)):
        scene.update(across=0.5, up=0.5, share=share, coarse=coarse, fine=1, shown=False)
        scene.png()
        boxes = {text.xy[0]: text.get_window_extent()
                 for text in scene.numbers if text.get_text()}
        assert len(boxes) >= 2
        for number, one in enumerate(boxes.values()):
            assert not any(one.overlaps(other) for other in list(boxes.values())[:number])
        markers = np.hstack([dots.get_data() for dots in scene.dots.values()])
        accuracy = scene.surface.at_positions(*markers)
        best = {markers[0, accuracy[:12].argmax()], markers[0, 12 + accuracy[12:].argmax()]}
        assert len(best & set(boxes)) >= 1
        markers = scene.figure.axes[0].transData.transform(markers.T)
        covered = [x for x, box in boxes.items() if any(box.contains(*m) for m in markers)]
        assert set(covered) <= best


def test_the_worst_tenth_is_not_white(measured):
    for name in measured:
        panel = grid_and_random(measured)
        panel.set(surface=name)
        contours, = panel.scene.spaces["grid"][0].collections
        assert contours.get_facecolor()[0][:3].min() < 0.96


# Sensitivity


def test_sensitivity_draws_the_means():
    sweep = load_sweep("sensitivity")
    scene = SensitivityScene(sweep)
    assert list(scene.lines) == sweep["names"].tolist()
    lines = scene.readout.splitlines()[1:]
    for line, (name, drawn) in zip(lines, scene.lines.items(), strict=True):
        accuracy, values = sweep[f"{name}_accuracy"].mean(axis=1), sweep[f"{name}_values"]
        assert drawn.get_ydata() == pytest.approx(accuracy)
        assert drawn.axes.get_ylim() == (0, 1)
        scale = {"hidden_layers": lambda v: v, "decay": lambda v: -np.log10(1 - v)}
        scale |= dict.fromkeys(("beta1", "beta2"), scale["decay"])
        place = scale.get(name, np.log10)
        assert drawn.get_xdata() == pytest.approx(place(values))
        usual = drawn.axes.lines[0].get_xdata()[0]
        assert usual == pytest.approx(place(sweep[f"{name}_centre"]))
        labels = [float(label.get_text()) for label in drawn.axes.get_xticklabels()]
        assert len(labels) >= 4 and np.isin(labels, values).all()
        assert drawn.axes.get_xticks() == pytest.approx(place(np.array(labels)))
        assert line.startswith(name)
        assert shown(line) == pytest.approx([100 * accuracy.min(), 100 * accuracy.max()], abs=0.051)
    data, metadata = scene._repr_mimebundle_()
    assert scene.png() == scene.png() and metadata["image/png"]["alt"] == scene.description
