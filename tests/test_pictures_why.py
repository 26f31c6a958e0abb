"""Pictures of why batch norm works: against the networks' accuracies, and counts."""

import re

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from helpers.exercises.batch_means import my_variance_of_batch_means
from helpers.experiments import coloured, new_networks, trained
from helpers.pictures.batch_means import SIZES, batch_means
from helpers.pictures.drift import drift_film
from helpers.pictures.reuse import reuse, reuse_accuracy
from helpers.pictures.shift import COLOURS, SHARED, shift

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


@pytest.fixture
def films(rng):
    return {name: {"Z": rng.normal(size=(6, 4, 100)) + 0.5, "Z_tilde": rng.normal(size=(6, 4, 100))}
            for name in ("one", "two", "three")}


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
            mean, = re.findall(r"\d\.\d$", line)
            assert float(mean) == pytest.approx(accuracy.mean(), abs=0.051)


def test_the_marks_are_the_unshifted_accuracies(networks, digits):
    X, y = digits
    marks = shift(*networks, X, y).figure.axes[1].lines[1]
    expected = expected_accuracies(networks, np.tile(X, (3, 1)), y).mean(axis=1)
    assert marks.get_xdata() == pytest.approx(expected, abs=1.01 / len(y))


def test_drift_film_follows_its_controls(films, settings):
    panel = drift_film(films, range(0, 60, 10))
    below = panel.figure.axes[3:]
    for values in settings(panel):
        step, unit, name = values["step"], values["unit"], values["values"]
        look, lines = step // 10, panel.readout.splitlines()
        assert lines[0].startswith(f"step {step}, unit {unit};")
        for i, (label, film) in enumerate(films.items()):
            seen = film[name][look, unit]
            shares, edges, _ = panel.artists["now"][i].get_data()
            assert shares.sum() == pytest.approx(1)
            inside = (seen >= edges[5]) & (seen < edges[20])
            assert shares[5:20].sum() == pytest.approx(inside.mean())
            before, _, _ = panel.artists["first"][i].get_data()
            start = film[name][0, unit]
            assert before[10:30].sum() == pytest.approx(
                ((start >= edges[10]) & (start < edges[30])).mean())
            assert panel.artists["centre"][i].get_xdata()[0] == pytest.approx(seen.mean())
            at, mean_drawn = (data[0] for data in panel.artists["here"][i].get_data())
            assert at == step and mean_drawn == pytest.approx(seen.mean())
            assert below[i].lines[0].get_ydata() == pytest.approx(film[name][:, unit].mean(axis=1))
            band = below[i].collections[0].get_paths()[0].vertices[:, 1]
            sd = film[name][:, unit].std(axis=1)
            mean = film[name][:, unit].mean(axis=1)
            assert band.max() == pytest.approx((mean + sd).max())
            assert band.min() == pytest.approx((mean - sd).min())
            mean_read, sd_read, moved = map(float, re.findall(r"-?\d+\.\d+", lines[i + 1]))
            assert lines[i + 1].startswith(label)
            assert mean_read == pytest.approx(seen.mean(), abs=0.0051)
            assert sd_read == pytest.approx(seen.std(), abs=0.0051)
            assert moved == pytest.approx(seen.mean() - start.mean(), abs=0.0051)


def test_the_drift_legend_has_every_networks_colour(films):
    panel = drift_film(films, range(0, 60, 10))
    legend = panel.figure.legends[0]
    assert [text.get_text() for text in legend.get_texts()] == [
        "before training", "now", "its mean", "its mean, below"]
    shown = [patch.get_facecolor() for patch in legend.findobj(Rectangle)]
    filled = [now.get_facecolor() for now in panel.artists["now"]]
    assert len(set(filled)) == 3 and set(filled) <= set(shown)


def test_batch_means_follow_the_size(rng, settings):
    values = rng.exponential(2, 5000)
    panel = batch_means(values, np.random.default_rng(3), my_variance_of_batch_means)
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


def test_the_dots_of_the_variance_are_those_of_the_function_given(rng):
    panel = batch_means(rng.normal(size=500), rng, lambda values, batches: np.array([0.5]))
    points = panel.figure.axes[1].lines[1]
    assert len(set(points.get_ydata())) == 1


@pytest.fixture
def stored(rng):
    """Random accuracies with the axes of data/reuse.npz."""
    return {
        "shifts": np.array(["dim", "inverted"]), "labelled": np.array([50, 200]),
        "ways": np.array(["output layer only", "everything", "from scratch"]),
        "as_it_is": rng.random((2, 2, 5)), "re_estimated": rng.random((2, 5)),
        "further": rng.random((2, 2, 3, 2, 4, 2, 5)),
    }


def test_reuse_shows_what_is_best_on_the_dev_set(stored, settings):
    panel = reuse(stored)
    dots, means_drawn = (list(found) for found in panel.artists.values())
    for values in settings(panel):
        few = [50, 200].index(values["labelled"])
        for i, shift_name in enumerate(("dim", "inverted")):
            for bn in (0, 1):
                _, shown = dots[2 * i + bn].get_data()
                shown = shown.reshape(5, 5)
                assert np.array_equal(shown[0], stored["as_it_is"][i, bn])
                assert np.isnan(shown[1]).all() if not bn else np.array_equal(
                    shown[1], stored["re_estimated"][i])
                for way in range(3):
                    dev, test = np.moveaxis(stored["further"][i, bn, way, few], 1, 0)
                    best = max(range(4), key=lambda rate, dev=dev: dev[rate].mean())
                    assert np.array_equal(shown[2 + way], test[best])
                _, means = means_drawn[2 * i + bn].get_data()
                np.testing.assert_allclose(means, shown.mean(axis=1))
                head, above, names, *rows = panel.readout.splitlines()
                assert head.startswith(f"{values['labelled']} labelled")
                column = [row[20 + 9 * (2 * i + bn) :][:9].strip() for row in [names, *rows]]
                assert above.index(shift_name) == 20 + 18 * i
                assert column.pop(0) == ("with" if bn else "without")
                read = [np.nan if cell == "-" else float(cell) for cell in column]
                assert read == pytest.approx(means, abs=6e-4, nan_ok=True)
                found = reuse_accuracy(stored, shift_name, bool(bn), "everything",
                                       values["labelled"])
                assert np.array_equal(found, shown[3])


def test_the_reuse_table_keeps_its_columns_apart(stored):
    _, _, *rows = reuse(stored).readout.splitlines()
    assert [re.split(r"\s{2,}", row)[0] for row in rows[1:]] == [
        "as it is", "re-estimated", "output layer only", "everything", "from scratch"]
    assert max(map(len, rows)) <= 76
    assert {len(re.split(r"\s{2,}", row.strip())) for row in rows[1:]} == {5}
