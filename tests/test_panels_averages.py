import re

import numpy as np
import pytest

from helpers.averages import running_averages
from helpers.datasets import load_seattle_temperatures
from helpers.figures.averages import CORRECTED
from helpers.panels.averages import chasing, temperatures


def weighted(values, decay, corrected):
    """The average after each value, straight from the weights of all values before it."""
    answers = []
    for last in range(len(values)):
        weights = (1 - decay) * decay ** np.arange(last, -1, -1.0)
        total = weights.sum() if corrected else 1.0
        answers.append(weights @ values[: last + 1] / total)
    return np.array(answers)


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


@pytest.mark.parametrize("decay", [0.0, 0.5, 0.999])
@pytest.mark.parametrize("corrected", [True, False])
def test_running_averages_are_weighted_sums(decay, corrected, rng):
    values = rng.normal(3, 1, 30)
    expected = weighted(values, decay, corrected)
    assert running_averages(values, decay, corrected) == pytest.approx(expected, rel=1e-12)


def test_temperatures_follow_their_controls(year, settings):
    days, temperature = year
    panel = temperatures(days, temperature)
    scene = panel.scene
    for values in settings(panel):
        decay, day = values["decay"], values["day"]
        corrected = values["correction"] == CORRECTED
        averages = weighted(temperature, decay, corrected)
        assert scene.average.get_ydata() == pytest.approx(averages)
        assert scene.today.get_ydata()[0] == pytest.approx(averages[day - 1])
        shares, edges, _ = scene.weights.get_data()
        assert shares[day - 1] == 1 and (shares[day:] == 0).all()
        if day > 1:
            assert shares[day - 2] == pytest.approx(decay)
        here = days[day - 1].astype(int)
        assert edges[day - 1] < here < edges[day]
        assert scene.today.get_xdata()[0] == pytest.approx(here)
        assert here - scene.back.get_xdata()[0] == pytest.approx(1 / (1 - decay))
        first, chosen, weights, window = map(numbers, scene.readout.splitlines())
        assert first == pytest.approx([temperature[0], averages[0]], abs=0.006)
        assert chosen == pytest.approx([temperature[day - 1], averages[day - 1]], abs=0.006)
        total = 1 if corrected else 1 - decay**day
        newest = (1 - decay) / (1 - decay**day) if corrected else 1 - decay
        assert weights == pytest.approx([newest, total], abs=6e-4)
        assert window[0] == pytest.approx(1 / (1 - decay), abs=0.06)
        assert 0.24 < window[1] < 0.38


def test_the_first_day_reads_a_tenth_without_correction(year):
    panel = temperatures(*year)
    panel.set(correction="none")
    assert panel.scene.readout.splitlines()[0].split()[-1] == "0.89"
    panel.set(correction=CORRECTED)
    assert panel.scene.readout.splitlines()[0].split()[-1] == "8.90"


def test_weights_shown_add_up_to_the_chosen_days_average(year):
    panel = temperatures(*year)
    panel.set(decay=0.9, day=50)
    shares, _, _ = panel.scene.weights.get_data()
    assert shares @ year[1] / shares.sum() == pytest.approx(panel.scene.today.get_ydata()[0])


def test_chasing_follows_its_controls(recorded, settings):
    panel = chasing(*recorded)
    scene = panel.scene
    for values in settings(panel):
        decay, steps = values["decay"], values["steps"]
        readout = scene.readout.splitlines()
        for series, whole, dots, line, words in zip(
            recorded[:2], recorded[3:], scene.dots, scene.lines, readout, strict=False
        ):
            averages = weighted(series[:steps], decay, values["correction"] == CORRECTED)
            assert np.array_equal(dots.get_xdata(), np.arange(1, steps + 1))
            assert np.array_equal(dots.get_ydata(), series[:steps])
            assert line.get_ydata() == pytest.approx(averages)
            done = [i for i, step in enumerate(recorded[2]) if step <= steps]
            latest = done[-1] if done else 0  # the whole training set, last looked at
            assert f"step {recorded[2][latest]} " in words
            assert numbers(words) == pytest.approx(
                [series[steps - 1], averages[-1], whole[latest]], abs=0.006)
        assert numbers(readout[2])[-1] == pytest.approx(1 - decay**steps, abs=6e-4)


def test_the_dashed_lines_are_the_whole_training_set(recorded):
    scene = chasing(*recorded).scene
    for axes, whole in zip(scene.figure.axes, recorded[3:], strict=True):
        dashed = axes.lines[0]
        assert list(dashed.get_xdata()) == recorded[2] and np.array_equal(dashed.get_ydata(), whole)


def test_everything_stays_inside_the_axes(recorded, settings):
    panel = chasing(*recorded)
    for _ in settings(panel):
        for axes, line in zip(panel.scene.figure.axes, panel.scene.lines, strict=True):
            low, high = axes.get_ylim()
            assert low < line.get_ydata().min() and line.get_ydata().max() < high
