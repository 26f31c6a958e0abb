"""Pictures of search: against the sampling and the surface, trial by trial."""

import re

import numpy as np
import pytest

from helpers import sampling
from helpers.datasets import load_sweep
from helpers.pictures.scales import ruler, scale_of_alpha
from helpers.pictures.search import coarse_to_fine, grid_and_random
from helpers.pictures.sensitivity import sensitivity
from helpers.surfaces import simulated_searches

pytestmark = pytest.mark.nb06


def shown(text):
    return [float(number) for number in re.findall(r"(\d+\.?\d*)%", text)]


def points(line):
    """A line's points without its gaps, (2, k)."""
    found = np.array(line.get_data(), float)
    return found[:, ~np.isnan(found[0])]


def test_grid_and_random_follow_their_controls(measured, settings):
    panel = grid_and_random(measured)
    drawn = panel.artists
    for values in settings(panel, random_moves=4):
        surface, draw = measured[values["surface"]], values["draw"]
        count = values["points"] ** len(surface.space)
        lines = panel.readout.splitlines()
        assert lines[0].startswith(f"{count} trials each")
        best, different = [], []
        for i, trials in enumerate((
                sampling.grid(surface.space, values["points"], np.random.default_rng(draw)),
                sampling.random(surface.space, np.random.default_rng(draw), count))):
            places = np.array([sampling.position_of(axis, trials[key])
                               for key, axis in surface.space.items()])
            at, floor = places[:2].copy(), places[:2].copy()
            if len(places) == 3:  # the cube: the third axis goes right and up
                at += np.multiply.outer([0.42, 0.38], places[2])
                floor = at - [0 * places[1], places[1]]
            accuracy = surface.at(trials)
            for name, chosen in (("hits", accuracy > surface.threshold),
                                 ("misses", accuracy <= surface.threshold)):
                assert points(drawn[name][i]) == pytest.approx(at[:, chosen])
            ends = np.stack([at, floor], axis=-1).reshape(2, -1)
            assert points(drawn["drops"][i]) == pytest.approx(ends), "lines down to the floor"
            ticks = drawn["rugs"][i].get_xdata()
            assert ticks == pytest.approx(np.unique(places[0].round(9)))
            different.append(len(ticks))
            best.append(accuracy.max())
        assert different == [values["points"], count]
        assert [int(word) for word in lines[1].split()[-2:]] == different
        assert shown(lines[2]) == pytest.approx([100 * b for b in best], abs=0.0051)
        searches = [simulated_searches(surface, values["points"], method, np.random.default_rng(0))
                    for method in ("grid", "random")]
        assert shown(lines[3])[-2:] == pytest.approx(
            [100 * (found > surface.threshold).mean() for found in searches], abs=0.51)
        assert shown(lines[4]) == pytest.approx([100 * s.mean() for s in searches], abs=0.0051)


def test_the_shades_are_tenths_and_change_with_the_surface(measured):
    panel = grid_and_random(measured)
    first = panel.png()
    for name in ("both matter", "three dimensions", "one matters"):
        panel.set(surface=name)
        for axes in panel.figure.axes[:2]:
            contours, = axes.collections  # none is left of the surface before
            levels = np.percentile(measured[name].mesh, range(0, 101, 10))
            assert contours.levels == pytest.approx(levels)
            assert contours.get_facecolor()[0][:3].min() < 0.96, "the worst tenth is not paper"
            edges = [line for line in axes.lines if line not in panel.moving]
            assert len(edges) == (12 if name == "three dimensions" else 0)
    assert panel.png() == first  # and back again


@pytest.mark.parametrize("make, button, control, first", [
    (grid_and_random, "draw again", "draw", 0), (coarse_to_fine, "sample inside", "fine", 1),
    (coarse_to_fine, "start again", "coarse", 1), (ruler, "draw again", "seed", 0),
    (scale_of_alpha, "draw again", "seed", 0)])
def test_another_draw_is_another_one_and_comes_round(measured, make, button, control, first):
    given = {grid_and_random: [measured], coarse_to_fine: [measured["both matter"]]}
    panel = make(*given.get(make, []))
    before = panel.picture.value
    panel.buttons[button].click()
    assert panel.picture.value != before
    panel.set(**{control: 99})
    panel.buttons[button].click()
    assert panel.values[control] == first


def test_sobols_points_are_a_third_map(measured):
    panel = grid_and_random(measured, ("grid", "random", "sobol"), points=4)
    for name, draw in (("both matter", 5), ("three dimensions", 0)):
        panel.set(surface=name, draw=draw)
        space = measured[name].space
        trials = sampling.sobol(space, 4 ** len(space), np.random.default_rng(draw))
        best = measured[name].at(trials)
        third = shown(panel.readout.splitlines()[2])[-1]
        assert third == pytest.approx(100 * best.max(), abs=0.0051)
        hit = (best > measured[name].threshold).sum()
        assert points(panel.artists["hits"][2]).shape == (2, hit)
    assert panel.readout.splitlines()[0].split()[-3:] == ["grid", "random", "sobol"]


def trials_of(panel):
    """The trials of both samples as drawn: an array (2, 12) each, the second may be empty."""
    return [np.array(dots.get_offsets()).T for dots in panel.artists["dots"]]


def test_coarse_to_fine_follows_its_controls(measured, settings):
    surface = measured["both matter"]
    panel = coarse_to_fine(surface)
    before, box = (panel.values["coarse"], panel.values["fine"]), None
    for values in settings(panel):
        share = values["share"]
        corner = np.clip(np.array([values["across"], values["up"]]) - share / 2, 0, 1 - share)
        assert panel.artists["box"].get_xy() == pytest.approx(corner)
        assert (panel.artists["box"].get_width(), panel.artists["box"].get_height()) == \
            pytest.approx((share, share))
        assert panel.artists["cover"].get_visible() is not values["shown"]
        if (values["coarse"], values["fine"]) != before:
            before, box = (values["coarse"], values["fine"]), (corner, share)
        coarse, fine = trials_of(panel)
        assert coarse.shape == (2, 12) and fine.shape == (2, 12 if values["fine"] else 0)
        if values["fine"]:  # in the box as it was when the sample was drawn
            inside = fine.T - box[0]
            assert (inside > -1e-9).all() and (inside < box[1] + 1e-9).all()
            outline = panel.artists["sampled"]
            assert outline.get_visible() and outline.get_xy() == pytest.approx(box[0])
            assert [outline.get_width(), outline.get_height()] == pytest.approx([box[1]] * 2)
        everything, best = [], []
        for places in (coarse, fine)[: 1 + (values["fine"] > 0)]:
            accuracy = surface.at_positions(*places)
            everything += zip(accuracy, places.T.round(9).tolist(), strict=True)
            best.append(100 * accuracy.max())
        at_coarse = surface.at_positions(*coarse)
        assert np.ravel(panel.artists["ring"].get_data()) == pytest.approx(
            coarse[:, at_coarse.argmax()])
        texts = [text for text in panel.artists["labels"] if text.get_text()]
        labelled = {tuple(np.round(text.xy, 9)): text.get_text() for text in texts}
        assert len(labelled) == len(texts)
        drawn = np.concatenate([dots.get_facecolor()[: places.shape[1]] for dots, places in zip(
            panel.artists["dots"], (coarse, fine), strict=True)])
        accuracy = [number for number, _ in everything]
        assert (np.diff(drawn[np.argsort(accuracy), 0]) <= 0).all()  # the better, the bluer
        everything.sort(reverse=True)
        assert tuple(everything[0][1]) in labelled  # the best always has its number
        for accuracy, place in everything:
            if tuple(place) in labelled:
                assert labelled[tuple(place)] == f"{100 * accuracy:.0f}"
            else:  # a better trial is near
                assert min(np.abs(np.subtract(place, other)).max()
                           for better, other in everything if better >= accuracy
                           and other != place) <= 0.06
        if values["fine"]:
            best.append(max(best))
        assert shown(panel.readout.splitlines()[0]) == pytest.approx(best, abs=0.051)


def test_the_fine_sample_stays_when_the_box_moves(measured):
    panel = coarse_to_fine(measured["both matter"])
    panel.buttons["sample inside"].click()
    drawn = trials_of(panel)[1]
    panel.set(across=0.1, share=0.2)
    assert np.array_equal(trials_of(panel)[1], drawn)
    panel.buttons["sample inside"].click()
    assert trials_of(panel)[1][0].max() <= 0.2 + 1e-9
    panel.buttons["start again"].click()
    assert trials_of(panel)[1].size == 0


def test_a_box_in_the_wrong_place_loses_and_a_good_one_wins(measured):
    surface = measured["both matter"]
    panel = coarse_to_fine(surface)
    peak = np.array(np.unravel_index(surface.mesh.argmax(), surface.mesh.shape)) / surface.cells
    beaten = {}
    for name, place, share in (("good", peak, 0.3), ("wrong", [0.0, 1.0], 0.1)):
        panel.set(across=place[0], up=place[1], share=share)
        panel.buttons["sample inside"].click()
        line = panel.readout.splitlines()[1]
        beaten[name] = shown(line)[-1]
        expected = surface.at_positions(
            *np.random.default_rng(0).random((2, 1000, 24))).max(axis=1)
        assert shown(line)[0] == pytest.approx(100 * np.median(expected), abs=0.051)
        best = max(surface.at_positions(*places).max() for places in trials_of(panel))
        assert beaten[name] == pytest.approx(100 * (expected < best).mean(), abs=0.51)
    assert beaten["good"] > 60 and beaten["wrong"] < 40


def test_no_label_covers_another(measured):
    surface = measured["both matter"]
    panel = coarse_to_fine(surface)
    for coarse, share in ((1, 0.05), (2, 0.1), (3, 0.4), (4, 1.0)):
        panel.set(across=0.5, up=0.5, share=share, coarse=coarse, fine=1, shown=False)
        boxes = {text.xy[0]: text.get_window_extent()
                 for text in panel.artists["labels"] if text.get_text()}
        assert len(boxes) >= 2
        for number, one in enumerate(boxes.values()):
            assert not any(one.overlaps(other) for other in list(boxes.values())[:number])


def test_sensitivity_draws_the_means():
    sweep = load_sweep("sensitivity")
    picture = sensitivity(sweep)
    names, lines = sweep["names"].tolist(), picture.readout.splitlines()[1:]
    large, large_line = sweep["decay_rate_large_accuracy"].mean(axis=1), lines.pop(6)
    assert large_line.startswith("decay_rate, α = 3 ")
    assert shown(large_line) == pytest.approx([100 * large.min(), 100 * large.max()], abs=0.051)
    for line, name, axes in zip(lines, names, picture.figure.axes, strict=True):
        accuracy, values = sweep[f"{name}_accuracy"].mean(axis=1), sweep[f"{name}_values"]
        usual, drawn, *more = axes.lines
        assert drawn.get_ydata() == pytest.approx(accuracy)
        assert len(more) == (name == "decay_rate")
        for other in more:
            assert other.get_ydata() == pytest.approx(large)
            assert other.get_xdata() == pytest.approx(drawn.get_xdata())
        assert axes.get_ylim() == (0, 0.985) and axes.get_yscale() == "function"
        scale = {"hidden_layers": lambda v: v, "decay": lambda v: -np.log10(1 - v)}
        scale |= dict.fromkeys(("beta1", "beta2"), scale["decay"])
        scale["decay_rate"] = lambda v: np.log10(np.where(v == 0, 0.03, v))
        place = scale.get(name, np.log10)
        assert drawn.get_xdata() == pytest.approx(place(values))
        assert usual.get_xdata()[0] == pytest.approx(place(sweep[f"{name}_centre"]))
        texts = [label.get_text() for label in axes.get_xticklabels()]
        assert len({text.startswith("$10^") for text in texts}) == 1, "one style on an axis"
        labels = [float(text.strip("$}").replace("10^{", "1e")) for text in texts]
        assert len(labels) >= 4 and np.isin(labels, values).all()
        assert axes.get_xticks() == pytest.approx(place(np.array(labels)))
        assert line.startswith(name)
        assert shown(line) == pytest.approx([100 * accuracy.min(), 100 * accuracy.max()], abs=0.051)
