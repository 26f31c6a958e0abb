"""Pictures of softmax: against SciPy."""

import re

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle
from scipy.special import log_softmax, softmax

import helpers.softmax
from helpers.network import initialize
from helpers.pictures.softmax import CLASS_COLOURS, GRID, logits, regions
from helpers.softmax import cross_entropy_gradient

pytestmark = pytest.mark.nb09


def numbers(line):
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", line)]


def heights(bars):
    return [bar.get_height() for bar in bars]


def test_logits_follow_their_controls(settings):
    panel = logits(helpers.softmax.softmax, cross_entropy_gradient)
    drawn = panel.artists
    for values in settings(panel):
        z = np.array([values["z1"], values["z2"], values["z3"]]) / values["temperature"]
        truth = values["truth"]
        a, y = softmax(z), np.arange(3) == truth
        assert heights(drawn["probabilities"]) == pytest.approx(a, abs=1e-12)
        assert heights(drawn["gradient"]) == pytest.approx(a - y, abs=1e-12)
        assert heights(drawn["exponentials"]) == pytest.approx(np.exp(z - max(z)), rel=1e-9)
        for text, height, exponent in zip(drawn["sizes"], np.exp(z - max(z)), z, strict=True):
            assert float(text.get_text()) == pytest.approx(np.exp(exponent), rel=0.5, abs=1e-9)
            assert text.get_position()[1] == pytest.approx(height + 0.02)
        place, loss = drawn["loss"].get_xdata()[0], drawn["loss"].get_ydata()[0]
        assert place == pytest.approx(a[truth], abs=1e-12)
        assert loss == pytest.approx(min(-log_softmax(z)[truth], 6))
        outline = np.array(drawn["hard"].get_data())
        assert np.nanmean(outline[0]) == pytest.approx(np.mean(np.flatnonzero(z == z.max())))
        assert np.nanmax(outline[1]) == pytest.approx(1 / np.sum(z == z.max()))
        readout = panel.readout.splitlines()
        assert numbers(readout[1])[:3] == pytest.approx(a, abs=6e-5)
        assert numbers(readout[2]) == list(y)
        assert numbers(readout[3])[:3] == pytest.approx(a - y, abs=6e-5)
        assert numbers(readout[4]) == pytest.approx([truth + 1, -log_softmax(z)[truth]], abs=6e-4)
        assert ("above the picture" in readout[4]) == (-log_softmax(z)[truth] > 6)
        for bars in ("exponentials", "probabilities", "gradient"):
            framed = [bar.get_linewidth() > 0 for bar in drawn[bars]]
            assert framed == list(y.astype(bool)), "the right class is framed, and no other"
        assert [name.get_position()[0] for name in drawn["right"]] == [truth] * 3


def test_softmax_and_gradient_may_be_the_learners_own():
    alone = logits(lambda Z: np.full((3, 1), 0.25))
    assert heights(alone.artists["probabilities"]) == [0.25] * 3
    assert set(alone.controls) == {"z1", "z2", "z3", "temperature"}
    panel = logits(gradient=lambda Z, Y: Z - Y)
    assert heights(panel.artists["gradient"]) == [2, 0, 0]
    panel.set(truth=0)
    assert heights(panel.artists["gradient"]) == [1, 1, 0]


def test_adding_five_changes_no_probability_and_stops_at_the_end():
    panel = logits()
    first = heights(panel.artists["probabilities"])
    seen = []
    for _ in range(5):
        panel.buttons["add 5 to all logits"].click()
        assert heights(panel.artists["probabilities"]) == pytest.approx(first, abs=1e-12)
        seen.append((panel.values["z1"], panel.values["z3"]))
        assert ("no room" in panel.controls["z1"].note.value) == (len(seen) > 3)
    assert seen == [(7, 5), (12, 10), (17, 15), (17, 15), (17, 15)]
    panel.buttons["reset"].click()
    assert not panel.controls["z1"].note.value


@pytest.mark.parametrize(("z", "tied"), [((1, 1, 0), [0, 1]), ((0, 3, 3), [1, 2]),
                                         ((0.1 + 0.2, 0.0, 0.3), [0, 2]), ((5, 5, 5), [0, 1, 2]),
                                         ((2, 1, 0), [0])])
def test_the_hard_max_is_the_limit_of_a_small_temperature_in_a_tie_too(z, tied):
    panel = logits()
    for temperature in (0.1, 10.0):
        panel.set(z1=z[0], z2=z[1], z3=z[2], temperature=temperature)
        outline = np.array(panel.artists["hard"].get_data()).T
        outline = outline.reshape(-1, 5, 2)  # a bar: 4 corners, a gap
        assert np.nanmean(outline[:, :, 0], axis=1) == pytest.approx(tied)
        limit = softmax(np.array(z) / 1e-6)
        assert np.nanmax(outline[:, :, 1], axis=1) == pytest.approx(limit[tied])
        assert np.isnan(outline[:, 4]).all() and not np.isnan(outline[:, :4]).any()


# Regions

@pytest.fixture
def map_panel(rng):
    X, y = rng.normal(size=(2, 60)), rng.integers(0, 3, 60)
    paths = {}
    for name, sizes in (("line", (2, 3)), ("curve", (2, 5, 3))):
        paths[name] = [initialize(sizes, rng, 1.5, batch_norm=False, dtype=float)
                       for _ in range(4)]
        for parameters in paths[name]:
            parameters[f"b{len(sizes) - 1}"] += rng.normal(0, 0.3, (3, 1))
    sets = {"training": (X[:, :40], y[:40]), "test": (X[:, 40:], y[40:])}
    return regions(*sets.values(), "abc", paths, ("one", "two")), paths, sets


def logits_at(points, parameters):
    if "W2" not in parameters:
        return parameters["W1"] @ points + parameters["b1"]
    hidden = np.tanh(parameters["W1"] @ points + parameters["b1"])
    return parameters["W2"] @ hidden + parameters["b2"]


def test_regions_follow_their_controls(map_panel, settings):
    panel, paths, sets = map_panel
    left, right, bottom, top = panel.artists["map"].get_extent()
    x1, x2 = np.linspace(left, right, GRID), np.linspace(bottom, top, GRID)
    colours = np.array([to_rgb(colour) for colour in CLASS_COLOURS])
    corners = [(0, 0), (0, -1), (-1, 0), (-1, -1), (80, 80), (20, 130)]
    for values in settings(panel):
        parameters, T = paths[values["model"]][values["step"]], values["temperature"]
        picture = np.asarray(panel.artists["map"].get_array())
        for row, column in corners:
            a = softmax(logits_at(np.array([[x1[column]], [x2[row]]]), parameters)[:, 0] / T)
            strength = 0.125 * (1 + sum(a.max() >= level for level in (0.6, 0.8, 0.95)))
            expected = 1 - strength * (1 - colours[a.argmax()])
            assert picture[row, column] == pytest.approx(expected)
        for (name, (X, y)), line in zip(sets.items(), panel.readout.splitlines()[1:], strict=True):
            Z = logits_at(X, parameters) / T
            right = np.mean(Z.argmax(axis=0) == y)
            loss = -np.mean(log_softmax(Z, axis=0)[y, np.arange(len(y))])
            assert line.startswith(name)
            assert numbers(line) == pytest.approx([right, loss], abs=6e-4)


def test_borders_are_where_the_two_largest_are_equal(map_panel, settings):
    panel, paths, _ = map_panel
    drawn = 0
    for values in settings(panel):
        parameters = paths[values["model"]][values["step"]]
        for (i, j), dotted, solid in zip(
            ((0, 1), (0, 2), (1, 2)), panel.artists["equal"], panel.artists["borders"], strict=True
        ):
            third = 3 - i - j
            for line, is_border in ((dotted, False), (solid, True)):
                points = np.array(line.get_data(), dtype=float)
                points = points[:, np.isfinite(points[0])]
                Z = logits_at(points, parameters)
                room = 1e-9 if values["model"] == "line" else 0.02
                assert np.abs(Z[i] - Z[j]).max(initial=0) < room
                if is_border:
                    assert (Z[third] < Z[i]).all()
                    drawn += points.shape[1]
            either = np.isfinite(np.array(solid.get_data(), dtype=float)[0])
            everywhere = np.array(dotted.get_data(), dtype=float)
            Z = logits_at(everywhere[:, ~either & np.isfinite(everywhere[0])], parameters)
            assert (Z[third] >= Z[i]).all()  # nothing of the border is left out
    assert drawn > 1000


def test_the_legend_shows_the_strengths_of_the_colours(map_panel):
    legend = map_panel[0].figure.axes[0].get_legend()
    swatches = legend.findobj(lambda part: isinstance(part, Rectangle))
    shown = [swatch.get_facecolor()[0] for swatch in swatches]
    assert shown == pytest.approx(1 - np.array([0.125, 0.25, 0.375, 0.5]) * (1 - 0x6E / 255))
    assert "0.6, 0.8, 0.95" in legend.get_texts()[-1].get_text()


def test_every_example_is_on_the_map(map_panel):
    panel, _, sets = map_panel
    shown = np.concatenate([np.array(line.get_data()) for line in panel.artists["points"]], axis=1)
    everything = np.concatenate([X for X, _ in sets.values()], axis=1)
    assert shown.shape == (2, 60) and sorted(shown[0]) == sorted(everything[0])
    left, right, bottom, top = panel.artists["map"].get_extent()
    assert left < shown[0].min() and shown[0].max() < right
    assert bottom < shown[1].min() and shown[1].max() < top


def test_paths_must_be_of_one_length(map_panel):
    _, paths, sets = map_panel
    with pytest.raises(ValueError, match="^paths: expected one length"):
        regions(*sets.values(), "abc", paths | {"short": [{}]}, ("one", "two"))
