"""Pictures of why batch norm works: against the networks' accuracies, and counts."""

import re

import numpy as np
import pytest
from picture_cases import stories

from helpers.experiments import coloured, new_networks, trained
from helpers.pictures.batch_means import SIZES, batch_means
from helpers.pictures.shift import COLOURS, SHARED, shift
from helpers.pictures.story import best, story

pytestmark = pytest.mark.nb08


@pytest.fixture(scope="module")
def digits():
    """Forty tiny images of a bright quarter, and which quarter it is."""
    rng = np.random.default_rng(2)
    y = np.arange(40) % 4
    X = 0.2 * rng.random((16, 40))
    for image, label in enumerate(y):
        X[4 * label : 4 * label + 4, image] += 0.8
    return X.astype(np.float32), y


@pytest.fixture(scope="module")
def networks(digits):
    X, y = digits
    return [trained(new_networks(48, batch_norm=batch_norm, hidden=(8,), classes=4),
                    np.tile(X, (3, 1)), y, steps=200, learning_rate=0.1, batch_size=20)
            for batch_norm in (False, True)]


def expected_accuracies(networks, images, y):
    plain, with_bn = networks
    return np.array([network.accuracy(images, y)
                     for network in (plain, with_bn, with_bn.re_estimated(images))])


def test_shift_follows_its_controls(networks, digits, settings):
    X, y = digits
    panel = shift(*networks, X, y)
    drawn = {SHARED: np.concatenate([X, X, X]), COLOURS: coloured(X, np.random.default_rng(0))}
    for values in settings(panel, random_moves=3):
        images = np.float32(values["a"]) * drawn[values["ink"]] + np.float32(values["b"])
        found = panel.artists["dots"].get_xdata().reshape(3, 3)
        expected = expected_accuracies(networks, images, y)
        if values["a"] != 0:  # without any contrast ties decide
            assert found == pytest.approx(expected, abs=1.01 / len(y))
        widths = [bar.get_width() for bar in panel.artists["bars"]]
        assert widths == pytest.approx(found.mean(axis=1))
        strip = panel.figure.axes[0].images[0].get_array()
        assert strip.shape == (4, 36, 3) and 0 <= strip.min() and strip.max() <= 1
        first = np.clip(images[:, 0], 0, 1).reshape(3, 4, 4)
        np.testing.assert_allclose(strip[:, :4], np.moveaxis(first, 0, -1))
        for line, accuracy in zip(panel.readout.splitlines()[1:], found, strict=True):
            mean, = re.findall(r"(\d+)%$", line)
            assert float(mean) == pytest.approx(100 * accuracy.mean(), abs=0.51)


def test_the_marks_are_the_unshifted_accuracies(networks, digits):
    X, y = digits
    marks = shift(*networks, X, y).figure.axes[1].lines[1]
    expected = expected_accuracies(networks, np.tile(X, (3, 1)), y).mean(axis=1)
    assert marks.get_xdata() == pytest.approx(expected, abs=1.01 / len(y))


def test_batch_means_follow_the_size(rng, settings):
    values = rng.exponential(2, 5000)
    panel = batch_means(values, np.random.default_rng(3))
    drawn = panel.artists
    for chosen in settings(panel):
        m = chosen["m"]
        low, high = (line.get_xdata()[0] for line in drawn["expected"])
        assert (low + high) / 2 == pytest.approx(values.mean())
        assert (high - low) / 2 == pytest.approx(values.std() / np.sqrt(m))
        left, right = drawn["measured"].get_xdata()
        assert (right - left) / 2 == pytest.approx(values.std() / np.sqrt(m), rel=0.08)
        shares, edges, _ = drawn["histogram"].get_data()
        assert shares.sum() == pytest.approx(1, abs=0.01)
        middle = (edges[1:] + edges[:-1]) / 2
        spread = np.sqrt(shares @ middle**2 - (shares @ middle) ** 2)
        assert spread == pytest.approx(values.std() / np.sqrt(m), rel=0.1)
        size, share = (data[0] for data in drawn["here"].get_data())
        assert size == m and share * m == pytest.approx(1, rel=0.15)
        assert 0.8 < shares.max() / panel.figure.axes[0].get_ylim()[1] < 1
    line, points = panel.figure.axes[1].lines[:2]
    assert line.get_ydata() == pytest.approx([1 / m for m in SIZES])
    assert points.get_ydata() * np.array(SIZES) == pytest.approx(1, rel=0.15)


def test_story_draws_what_is_stored(rng, settings):
    stored = stories(rng)
    names = "without batch norm", "with batch norm"
    panel = story(stored, names, noise=True)
    for values in settings(panel):
        a = ["sigmoid", "relu"].index(values["activation"])
        r = int(abs(stored["learning_rates"] - values["learning_rate"]).argmin())
        kinds = [0, 1, 2 if values["size"] < 1.25 else 3]
        for i, k in enumerate(kinds):
            on_the_way, over_rates = stored["dev"][a, k, r], stored["dev"][a, k, :, -1]
            for which, x, expected in (("curves", stored["looks"], on_the_way),
                                       ("ends", stored["learning_rates"], over_rates)):
                line = list(panel.artists[which])[i]
                assert np.array_equal(line.get_xdata(), x)
                np.testing.assert_allclose(line.get_ydata(), expected.mean(axis=1))
            band = panel.artists["bands"][2 * i].get_paths()[0].vertices[:, 1]
            mean, sd = on_the_way.mean(axis=1), on_the_way.std(axis=1)
            assert (band.min(), band.max()) == pytest.approx(((mean - sd).min(), (mean + sd).max()))
            at = over_rates.mean(axis=1).argmax()
            shown = re.findall(r"[\d.]+(?=%)|(?<== )[\d.]+", panel.readout.splitlines()[i])
            expected = [stored["learning_rates"][r], 100 * on_the_way[-1].mean(),
                        stored["learning_rates"][at], 100 * over_rates[at].mean(),
                        100 * stored["test"][a, k, at].mean()]
            assert list(map(float, shown)) == pytest.approx(expected, abs=0.051)
        assert panel.artists["chosen"].get_xdata()[0] == stored["learning_rates"][r]


def test_the_best_learning_rate_is_chosen_on_the_dev_set(rng):
    stored = stories(rng)
    rate, dev, test = best(stored, "relu", "noise 2")
    ends = [stored["dev"][1, 3, r, -1].mean() for r in range(4)]
    r = ends.index(max(ends))
    assert rate == stored["learning_rates"][r] and np.array_equal(test, stored["test"][1, 3, r])
    assert np.array_equal(dev, stored["dev"][1, 3, r])
