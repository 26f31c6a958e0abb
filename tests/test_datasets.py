import csv
import gzip
import shutil

import numpy as np
import pytest

from helpers import datasets
from helpers.datasets import (
    PENGUIN_FEATURES,
    DatasetError,
    load_mnist,
    load_penguin_species,
    load_penguins,
    load_seattle_temperatures,
    split,
)

LOADERS = {
    "penguins.csv.gz": load_penguins,
    "mnist_train_10k.npz": load_mnist,
    "mnist_test_2k.npz": lambda: load_mnist("test"),
    "seattle-weather.csv.gz": load_seattle_temperatures,
}


@pytest.fixture
def copied_data(tmp_path, monkeypatch):
    """A copy of the data that a test may spoil."""
    folder = tmp_path / "data"
    shutil.copytree(datasets.DATA, folder)
    monkeypatch.setattr(datasets, "DATA", folder)
    datasets._checksums.cache_clear()
    yield folder
    datasets._checksums.cache_clear()


# What is in the files


def test_penguins():
    X, Y = load_penguins(PENGUIN_FEATURES)
    assert X.shape == (4, 333) and Y.shape == (1, 333)
    assert X.dtype == Y.dtype == np.float64
    assert set(Y.ravel()) == {0, 1} and Y.sum() == 168
    assert np.isfinite(X).all()
    low, high = X.min(axis=1), X.max(axis=1)
    assert (low > [30, 13, 170, 2500]).all() and (high < [60, 22, 235, 6500]).all()


def test_penguins_are_read_row_by_row():
    text = gzip.decompress((datasets.DATA / "penguins.csv.gz").read_bytes()).decode()
    rows = [row for row in csv.DictReader(text.splitlines()) if row["sex"] in ("male", "female")]
    X, Y = load_penguins(["body_mass_g", "bill_depth_mm"])
    for column in (0, 100, 332):
        assert X[0, column] == float(rows[column]["body_mass_g"])
        assert X[1, column] == float(rows[column]["bill_depth_mm"])
        assert Y[0, column] == (rows[column]["sex"] == "male")


def test_penguin_species_are_read_row_by_row():
    text = gzip.decompress((datasets.DATA / "penguins.csv.gz").read_bytes()).decode()
    rows = [row for row in csv.DictReader(text.splitlines()) if row["bill_length_mm"] != "NA"]
    X, y, names = load_penguin_species(["body_mass_g", "bill_length_mm", "flipper_length_mm"])
    assert X.shape == (3, 342) and X.dtype == np.float64 and np.isfinite(X).all()
    assert y.shape == (342,) and y.dtype == np.int64
    assert names == ("Adelie", "Chinstrap", "Gentoo")
    assert np.bincount(y).tolist() == [151, 68, 123]
    assert [names[label] for label in y] == [row["species"] for row in rows]
    for feature, name in enumerate(("body_mass_g", "bill_length_mm", "flipper_length_mm")):
        assert X[feature].tolist() == [float(row[name]) for row in rows]
    assert np.array_equal(load_penguin_species()[0], X[1:])


@pytest.mark.parametrize("load", [load_penguins, load_penguin_species])
@pytest.mark.parametrize("features", [(), [], ("weight",), "bill_depth_mm", ("bill_depth_mm", 3)])
def test_unknown_features_are_refused(features, load):
    with pytest.raises(ValueError, match="^features: expected names out of .*bill_length_mm.*got"):
        load(features)


@pytest.mark.parametrize("subset, examples", [("train", 10_000), ("test", 2_000)])
def test_mnist(subset, examples):
    X, y = load_mnist(subset)
    assert X.shape == (784, examples) and X.dtype == np.float32
    assert y.shape == (examples,) and y.dtype == np.int64
    assert X.min() == 0 and X.max() == 1 and X.flags.c_contiguous
    assert set(y) == set(range(10)) and np.bincount(y).min() > 0.07 * examples
    assert len(np.unique(X)) <= 256


@pytest.mark.parametrize("side", [14, 7])
def test_smaller_digits_are_averages_of_blocks(side):
    full, y = load_mnist("test")
    small, small_y = load_mnist("test", side)
    assert small.shape == (side * side, 2000) and small.dtype == np.float32
    assert np.array_equal(y, small_y)
    block = 28 // side
    for example in (0, 7, 1999):
        image, expected = full[:, example].reshape(28, 28), np.empty((side, side))
        for row in range(side):
            for column in range(side):
                pixels = [image[row * block + i, column * block + j]
                          for i in range(block) for j in range(block)]
                expected[row, column] = sum(map(float, pixels)) / block**2
        np.testing.assert_allclose(small[:, example].reshape(side, side), expected, atol=1e-6)
    np.testing.assert_allclose(small.mean(), full.mean(), rtol=1e-4)


def test_no_test_digit_is_among_the_training_digits():
    train, test = (load_mnist(subset)[0].T for subset in ("train", "test"))
    assert not {image.tobytes() for image in train} & {image.tobytes() for image in test}


@pytest.mark.parametrize("arguments, name", [
    (("dev",), "subset"), ((None,), "subset"), (("test", 8), "side"), (("test", 0), "side"),
    (("test", "28"), "side"), (("test", None), "side"),
])
def test_bad_arguments_of_mnist_are_named(arguments, name):
    with pytest.raises(ValueError, match=f"^{name}: expected .*; got"):
        load_mnist(*arguments)


def test_temperatures():
    days, temperature = load_seattle_temperatures()
    assert days.shape == temperature.shape == (1461,)
    assert days.dtype == "datetime64[D]" and temperature.dtype == np.float64
    assert (np.diff(days) == np.timedelta64(1, "D")).all()
    assert str(days[0]) == "2012-01-01" and str(days[-1]) == "2015-12-31"
    assert temperature.min() > -12 and temperature.max() < 32
    month = days.astype("datetime64[M]").astype(int) % 12
    assert temperature[month == 6].mean() > 10 + temperature[month == 0].mean()


def test_two_calls_share_no_memory():
    for load in (load_penguins, load_penguin_species, lambda: load_mnist("test", 7),
                 load_seattle_temperatures):
        first, second = load(), load()
        first[0][..., 0] = first[0][..., 1]
        assert not np.shares_memory(first[0], second[0])
        assert not np.array_equal(first[0], second[0])


# Damage


def test_every_data_file_has_its_checksum():
    assert set(datasets._checksums()) >= set(LOADERS)


@pytest.mark.parametrize("name", LOADERS)
def test_one_changed_byte_is_noticed(copied_data, name):
    LOADERS[name]()
    content = bytearray((copied_data / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied_data / name).write_bytes(content)
    with pytest.raises(DatasetError, match=rf"data/{name} is damaged.*git checkout -- data/{name}"):
        LOADERS[name]()


@pytest.mark.parametrize("name", LOADERS)
def test_a_truncated_or_empty_file_is_noticed(copied_data, name):
    content = (copied_data / name).read_bytes()
    for part in (content[:-1], b""):
        (copied_data / name).write_bytes(part)
        with pytest.raises(DatasetError, match="is damaged"):
            LOADERS[name]()


@pytest.mark.parametrize("name", LOADERS)
def test_a_missing_file_is_named_with_its_remedy(copied_data, name):
    (copied_data / name).unlink()
    with pytest.raises(DatasetError, match=rf"^data/{name} is missing.*checkout -- data/{name}$"):
        LOADERS[name]()


def test_missing_checksums_are_named_with_their_remedy(copied_data):
    (copied_data / "SHA256SUMS").unlink()
    with pytest.raises(DatasetError, match="^data/SHA256SUMS is missing.*-- data/SHA256SUMS$"):
        load_penguins()


def test_a_file_without_a_checksum_is_not_trusted(copied_data):
    sums = copied_data / "SHA256SUMS"
    kept = [line for line in sums.read_text().splitlines() if "penguins" not in line]
    sums.write_text("\n".join(kept))
    with pytest.raises(DatasetError, match="penguins.csv.gz"):
        load_penguins()


def test_a_pickle_is_refused(copied_data, monkeypatch):
    executed = []

    class Trap:
        def __reduce__(self):
            return executed.append, (1,)

    objects = np.array([Trap()], dtype=object)
    np.savez(copied_data / "mnist_test_2k.npz", x=objects, y=objects)
    content = (copied_data / "mnist_test_2k.npz").read_bytes()
    monkeypatch.setattr(datasets, "_read_bytes", lambda name: content)  # checksum right
    executed.clear()
    with pytest.raises(ValueError, match="allow_pickle"):
        load_mnist("test")
    assert not executed


# Splitting


@pytest.mark.parametrize("m, fraction, aside",
                         [(10, 0.2, 2), (333, 0.2, 67), (3, 0.5, 2), (2, 0.5, 1)])
def test_a_split_keeps_every_example_once_with_its_label(m, fraction, aside, rng):
    X, Y = np.arange(2.0 * m).reshape(2, m), np.arange(m)[np.newaxis]
    X_kept, Y_kept, X_aside, Y_aside = split(X, Y, fraction, rng)
    assert X_aside.shape == (2, aside) and X_kept.shape == (2, m - aside)
    assert sorted([*Y_kept[0], *Y_aside[0]]) == list(range(m))
    for part, labels in ((X_kept, Y_kept), (X_aside, Y_aside)):
        assert np.array_equal(part, X[:, labels[0]])
        assert not np.shares_memory(part, X)


def test_a_split_is_random_by_its_generator_alone():
    X, Y = np.arange(100.0)[np.newaxis], np.arange(100)
    first, again, other = (split(X, Y, 0.3, np.random.default_rng(seed))[3] for seed in (0, 0, 1))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert not np.array_equal(np.sort(first), first)
    often = np.mean([split(X, Y, 0.3, np.random.default_rng(s))[3] for s in range(200)])
    assert abs(often - 49.5) < 2  # no stretch of the data is preferred


def test_labels_of_one_axis_are_split_too(rng):
    X, y = load_mnist("test", 7)
    X_kept, y_kept, X_aside, y_aside = split(X, y, 0.25, rng)
    assert y_kept.shape == (1500,) and y_aside.shape == (500,)
    assert X_kept.shape == (49, 1500) and X_aside.shape == (49, 500)


@pytest.mark.parametrize("fraction, kind", [
    (0, ValueError), (1, ValueError), (0.01, ValueError), (0.99, ValueError), (-0.5, ValueError),
    (1.5, ValueError), (np.nan, ValueError), ("0.2", TypeError), (None, TypeError),
])
def test_a_bad_fraction_is_refused(fraction, kind, rng):
    with pytest.raises(kind, match="^fraction: "):
        split(np.ones((2, 10)), np.ones((1, 10)), fraction, rng)


def test_as_many_labels_as_examples(rng):
    with pytest.raises(ValueError, match="^Y: expected 10 examples, as in X; got 9"):
        split(np.ones((2, 10)), np.ones((1, 9)), 0.5, rng)
