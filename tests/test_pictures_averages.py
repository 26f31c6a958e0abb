"""Pictures of running averages: against the averages of the values so far."""

import re

import numpy as np
import pytest

from helpers.averages import running_averages
from helpers.datasets import load_seattle_temperatures
from helpers.pictures.averages import chasing, company, keras_warm_up, temperatures

pytestmark = [pytest.mark.nb05, pytest.mark.nb10]


def numbers(line):
    return [float(number) for number in re.findall(r"-?\d+\.\d+", line)]


@pytest.fixture
def year():
    days, temperature = load_seattle_temperatures()
    return days[:200], temperature[:200]


@pytest.fixture
def recorded(rng):
    means, variances = rng.normal(-1, 0.3, 80), rng.uniform(1, 2, 80)
    return means, variances, [40, 80], np.array([-1.0, -0.9]), np.array([1.4, 1.6])


def test_temperatures_follow_their_controls(year, settings):
    days, temperature = year
    panel = temperatures(days, temperature)
    drawn = panel.artists
    for values in settings(panel, random_moves=4):
        decay, day = values["decay"], values["day"]
        plain = running_averages(temperature, decay, corrected=False)
        corrected = running_averages(temperature, decay)
        for line, averages in zip(drawn["average"], (plain, corrected), strict=True):
            assert line.get_ydata() == pytest.approx(averages)
        assert drawn["today"].get_ydata()[0] == pytest.approx(corrected[day - 1])
        shares, edges, _ = drawn["weights"].get_data()
        assert shares[day - 1] == 1 and (shares[day:] == 0).all()
        if day > 1:
            assert shares[day - 2] == pytest.approx(decay)
        assert shares @ temperature / shares.sum() == pytest.approx(corrected[day - 1])
        here = days[day - 1].astype(int)
        assert edges[day - 1] < here < edges[day]
        assert drawn["today"].get_xdata()[0] == pytest.approx(here)
        assert here - drawn["back"].get_xdata()[0] == pytest.approx(1 / (1 - decay))
        *said, weights, window = map(numbers, panel.readout.splitlines())
        for words, chosen in zip(said, (0, day - 1), strict=True):
            assert words == pytest.approx(
                [series[chosen] for series in (temperature, plain, corrected)], abs=0.006)
        assert weights == pytest.approx([1 - decay, 1 - decay**day], abs=6e-4)
        assert window[0] == pytest.approx(1 / (1 - decay), abs=0.06)
        assert decay < 0.5 or 0.24 < window[1] < 0.38


def test_temperatures_draw_the_average_they_are_given(year):
    panel = temperatures(*year, lambda values, decay: [7.0] * len(values))
    assert set(panel.artists["average"][1].get_ydata()) == {7.0}


def test_chasing_follows_its_controls_and_keeps_its_target_in_front(recorded, settings):
    panel = chasing(*recorded)
    for values in settings(panel):
        decay, seen = values["decay"], values["seen"]
        first, *readout = panel.readout.splitlines()
        for i, (series, whole, words) in enumerate(zip(recorded[:2], recorded[3:], readout,
                                                       strict=True)):
            dot, plain, line = (panel.artists[name][i] for name in ("dots", "plain", "corrected"))
            uncorrected = running_averages(series[:seen], decay, corrected=False)
            corrected = running_averages(series[:seen], decay)
            assert np.array_equal(dot.get_xdata(), np.arange(1, seen + 1))
            assert np.array_equal(dot.get_ydata(), series[:seen])
            assert plain.get_ydata() == pytest.approx([0, *uncorrected])
            assert line.get_ydata() == pytest.approx(corrected)
            low, high = line.axes.get_ylim()
            assert low < min(0, *corrected) and max(0, *corrected) < high
            done = [i for i, step in enumerate(recorded[2]) if step <= seen]
            latest = done[-1] if done else 0  # the whole training set, last looked at
            assert numbers(words) == pytest.approx(
                [uncorrected[-1], corrected[-1], whole[latest]], abs=0.006)
        assert numbers(first) == pytest.approx([decay**seen], abs=6e-4)
    for line, target, whole in zip(panel.artists["corrected"], panel.artists["targets"],
                                   recorded[3:], strict=True):
        assert list(target.get_xdata()) == recorded[2]
        assert np.array_equal(target.get_ydata(), whole)
        assert panel.moving.index(target) > panel.moving.index(line), "drawn behind the average"


def test_company_counts_the_answers_and_shows_who_is_there(rng, settings):
    X, y = rng.uniform(size=(9, 40)).astype(np.float32), rng.integers(0, 10, 40)
    W = rng.normal(size=(10, 9))
    panel = company(X, y, lambda X: W @ (X - X.mean(axis=1, keepdims=True)), lambda X: W @ X)
    for values in settings(panel, random_moves=4):
        image, companions = values["image"], values["companions"]
        alone, grid = (panel.artists[name].get_array() for name in ("alone", "others"))
        assert np.array_equal(alone.ravel(), X[:, image])
        shown = [grid[3 * row : 3 * row + 3, 3 * column : 3 * column + 3].ravel()
                 for row in range(4) for column in range(8)]
        places = [int(np.flatnonzero((X.T == one).all(axis=1))[0]) for one in shown[:companions]]
        assert not np.any(shown[companions:])
        others = X[:, [image, *places]]
        answer = (W @ (others[:, 0] - others.mean(axis=1))).argmax()
        assert panel.artists["here"].get_xdata()[0] == pytest.approx(answer - 0.2)
        own, kept = ([bar.get_height() for bar in panel.artists[name]] for name in ("own", "kept"))
        assert sum(own) == sum(kept) == 100 and own[answer] > 0
        assert kept[(W @ X[:, image]).argmax()] == 100
        assert f"label {y[image]} " in panel.readout
        assert f"   {answer}: {own[answer]:.0f}" in panel.readout or sum(
            times > own[answer] for times in own) >= 3
        if companions == 0:  # nothing is left of the image: all logits are 0
            assert own[0] == 100


def kept(values, momentum, average):
    """The average a Keras layer keeps, by its own rule, written out."""
    averages = [average]
    for value in values:
        average = momentum * average + (1 - momentum) * value
        averages.append(average)
    return averages


def test_warm_up_follows_its_sliders(recorded, settings):
    panel = keras_warm_up(*recorded[:2])
    assert panel.values == {"momentum": 0.99, "seen": 80}
    for values in settings(panel):
        momentum, seen = values["momentum"], values["seen"]
        words = panel.readout.splitlines()
        for i, (series, start) in enumerate(zip(recorded[:2], (0, 1), strict=True)):
            shown = series[:seen]
            curves = {"dots": shown, "plain": kept(shown, momentum, start),
                      "corrected": running_averages(shown, momentum, True)}
            for name, expected in curves.items():
                line = panel.artists[name][i]
                np.testing.assert_allclose(line.get_ydata(), expected, rtol=1e-9, atol=1e-12)
                first = 0 if name == "plain" else 1
                assert np.array_equal(line.get_xdata(), np.arange(first, seen + 1))
            assert line.axes.get_xlim()[1] == pytest.approx(1.01 * 80)
            assert numbers(words[1 + i]) == pytest.approx(
                [curves["plain"][-1], curves["corrected"][-1]], abs=0.006)
        assert f"weight still on the start {momentum**seen:.3f}" in words[0]


def test_it_is_what_the_layer_of_keras_keeps(keras, rng):
    Z = rng.normal(3, 2, (30, 25, 1))
    layer = keras.layers.BatchNormalization(momentum=0.8, dtype="float64")
    for batch in Z:
        layer(batch, training=True)
    panel = keras_warm_up(Z.mean(axis=(1, 2)), Z.var(axis=(1, 2)))
    panel.set(momentum=0.8, seen=30)
    for line, expected in zip(panel.artists["plain"], (layer.moving_mean, layer.moving_variance),
                              strict=True):
        assert np.isclose(line.get_ydata()[-1], expected[0])


def test_few_steps_are_enough():
    assert keras_warm_up(np.array([2.0]), np.array([2.0])).values["seen"] == 1
