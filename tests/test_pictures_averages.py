"""Pictures of running averages: against the averages of the values so far."""

import re

import numpy as np
import pytest

from helpers.averages import running_averages
from helpers.datasets import load_seattle_temperatures
from helpers.pictures.averages import chasing, keras_warm_up, temperatures

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
        decay, day, corrected = values["decay"], values["day"], values["corrected"]
        averages = running_averages(temperature, decay, corrected)
        assert drawn["average"].get_ydata() == pytest.approx(averages)
        assert drawn["today"].get_ydata()[0] == pytest.approx(averages[day - 1])
        shares, edges, _ = drawn["weights"].get_data()
        assert shares[day - 1] == 1 and (shares[day:] == 0).all()
        if day > 1:
            assert shares[day - 2] == pytest.approx(decay)
        total = 1 if corrected else 1 - decay**day
        assert shares @ temperature / shares.sum() * total == pytest.approx(averages[day - 1])
        here = days[day - 1].astype(int)
        assert edges[day - 1] < here < edges[day]
        assert drawn["today"].get_xdata()[0] == pytest.approx(here)
        assert here - drawn["back"].get_xdata()[0] == pytest.approx(1 / (1 - decay))
        first, chosen, weights, window = map(numbers, panel.readout.splitlines())
        assert first == pytest.approx([temperature[0], averages[0]], abs=0.006)
        assert chosen == pytest.approx([temperature[day - 1], averages[day - 1]], abs=0.006)
        newest = (1 - decay) / (1 - decay**day) if corrected else 1 - decay
        assert weights == pytest.approx([newest, total], abs=6e-4)
        assert window[0] == pytest.approx(1 / (1 - decay), abs=0.06)
        assert decay < 0.5 or 0.24 < window[1] < 0.38


def test_chasing_follows_its_controls_and_keeps_its_target_in_front(recorded, settings):
    panel = chasing(*recorded)
    dots, lines = panel.artists["dots"], panel.artists["lines"]
    for values in settings(panel):
        decay, seen = values["decay"], values["seen"]
        readout = panel.readout.splitlines()
        for series, whole, dot, line, words in zip(recorded[:2], recorded[3:], dots, lines[::2],
                                                   readout, strict=False):
            averages = running_averages(series[:seen], decay, values["corrected"])
            assert np.array_equal(dot.get_xdata(), np.arange(1, seen + 1))
            assert np.array_equal(dot.get_ydata(), series[:seen])
            assert line.get_ydata() == pytest.approx(averages)
            low, high = line.axes.get_ylim()
            assert low < averages.min() and averages.max() < high
            done = [i for i, step in enumerate(recorded[2]) if step <= seen]
            latest = done[-1] if done else 0  # the whole training set, last looked at
            assert f"step {recorded[2][latest]} " in words
            assert numbers(words) == pytest.approx(
                [series[seen - 1], averages[-1], whole[latest]], abs=0.006)
        assert numbers(readout[2])[-1] == pytest.approx(1 - decay**seen, abs=6e-4)
    for line, target, whole in zip(lines[::2], lines[1::2], recorded[3:], strict=True):
        assert list(target.get_xdata()) == recorded[2]
        assert np.array_equal(target.get_ydata(), whole)
        assert panel.moving.index(target) > panel.moving.index(line), "drawn behind the average"


def kept(values, momentum, average):
    """The average a Keras layer keeps, by its own rule, written out."""
    averages = [average]
    for value in values:
        average = momentum * average + (1 - momentum) * value
        averages.append(average)
    return averages


def test_warm_up_follows_its_sliders_and_fills_its_axes(recorded, settings):
    panel = keras_warm_up(*recorded[:2])
    assert panel.values == {"momentum": 0.99, "seen": 20}
    for values in settings(panel):
        momentum, seen = values["momentum"], values["seen"]
        words = panel.readout.splitlines()
        for i, (series, start) in enumerate(zip(recorded[:2], (0, 1), strict=True)):
            shown = series[:seen]
            curves = {"dots": shown, "keras": kept(shown, momentum, start),
                      "corrected": running_averages(shown, momentum, True)}
            for name, expected in curves.items():
                line = panel.artists[name][i]
                np.testing.assert_allclose(line.get_ydata(), expected, rtol=1e-9, atol=1e-12)
                first = 0 if name == "keras" else 1
                assert np.array_equal(line.get_xdata(), np.arange(first, seen + 1))
            assert line.axes.get_xlim()[1] == pytest.approx(1.01 * seen)
            assert numbers(words[1 + i]) == pytest.approx(
                [shown[-1], curves["keras"][-1], curves["corrected"][-1]], abs=0.006)
        assert f"weight still on the start {momentum**seen:.2f}" in words[0]


def test_it_is_what_the_layer_of_keras_keeps(keras, rng):
    Z = rng.normal(3, 2, (30, 25, 1))
    layer = keras.layers.BatchNormalization(momentum=0.8, dtype="float64")
    for batch in Z:
        layer(batch, training=True)
    panel = keras_warm_up(Z.mean(axis=(1, 2)), Z.var(axis=(1, 2)))
    panel.set(momentum=0.8, seen=30)
    for line, expected in zip(panel.artists["keras"], (layer.moving_mean, layer.moving_variance),
                              strict=True):
        assert np.isclose(line.get_ydata()[-1], expected[0])


def test_few_steps_are_enough():
    assert keras_warm_up(np.array([2.0]), np.array([2.0])).values["seen"] == 1
