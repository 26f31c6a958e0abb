import csv
import gzip
import shutil

import numpy as np
import pytest

from helpers import datasets
from helpers.datasets import (
    PENGUIN_FEATURES,
    SWEEPS,
    DatasetError,
    load_conventions,
    load_mnist,
    load_penguin_species,
    load_penguins,
    load_seattle_temperatures,
    load_sweep,
    split,
)

LOADERS = {
    "penguins.csv.gz": load_penguins,
    "mnist_train_10k.npz": lambda: load_mnist(side=7),
    "mnist_test_2k.npz": lambda: load_mnist("test", side=7),
    "seattle-weather.csv.gz": load_seattle_temperatures,
    "conventions.csv": load_conventions,
} | {f"{name}.npz": lambda name=name: load_sweep(name) for name in SWEEPS}


@pytest.fixture
def copied_data(tmp_path, monkeypatch):
    """A copy of the data that a test may spoil."""
    folder = tmp_path / "data"
    shutil.copytree(datasets.DATA, folder)
    monkeypatch.setattr(datasets, "DATA", folder)
    return folder


# What is in the files

def penguins(known):
    """The rows of the file that say something in the column `known`."""
    text = gzip.decompress((datasets.DATA / "penguins.csv.gz").read_bytes()).decode()
    return [row for row in csv.DictReader(text.splitlines()) if row[known] != "NA"]


def test_penguins_are_read_row_by_row():
    rows = penguins("sex")
    X, Y = load_penguins(PENGUIN_FEATURES)
    assert X.shape == (4, 333) and Y.shape == (1, 333) and X.dtype == Y.dtype == np.float64
    assert Y[0].tolist() == [row["sex"] == "male" for row in rows] and Y.sum() == 168
    for feature, name in enumerate(PENGUIN_FEATURES):
        assert X[feature].tolist() == [float(row[name]) for row in rows]
    low, high = X.min(axis=1), X.max(axis=1)
    assert (low > [30, 13, 170, 2500]).all() and (high < [60, 22, 235, 6500]).all()
    assert np.array_equal(load_penguins()[0], X[[2, 1]])


def test_penguin_species_are_read_row_by_row():
    rows = penguins("bill_length_mm")
    X, y, names = load_penguin_species(["body_mass_g", "bill_length_mm", "flipper_length_mm"])
    assert X.shape == (3, 342) and X.dtype == np.float64 and y.dtype == np.int64
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


@pytest.fixture(scope="module")
def digits():
    return {subset: load_mnist(subset) for subset in ("train", "test")}


@pytest.mark.parametrize("subset, examples", [("train", 10_000), ("test", 2_000)])
def test_mnist(digits, subset, examples):
    X, y = digits[subset]
    assert X.shape == (784, examples) and X.dtype == np.float32
    assert y.shape == (examples,) and y.dtype == np.int64
    assert X.min() == 0 and X.max() == 1 and X.flags.c_contiguous
    assert set(y) == set(range(10)) and np.bincount(y).min() > 0.07 * examples
    assert np.array_equal(X, np.round(X * 255) / np.float32(255))


@pytest.mark.parametrize("side", [14, 7])
def test_smaller_digits_are_averages_of_blocks(digits, side):
    full, y = digits["test"]
    small, small_y = load_mnist("test", side)
    assert small.shape == (side * side, 2000) and small.dtype == np.float32
    assert np.array_equal(y, small_y)
    block = 28 // side
    for example in (0, 7, 1999):
        image, expected = full[:, example].reshape(28, 28), np.empty((side, side))
        for row, column in np.ndindex(side, side):
            expected[row, column] = np.mean([image[row * block + i, column * block + j]
                                             for i in range(block) for j in range(block)])
        np.testing.assert_allclose(small[:, example].reshape(side, side), expected, atol=1e-6)
    np.testing.assert_allclose(small.mean(), full.mean(), rtol=1e-4)


def test_no_test_digit_is_among_the_training_digits(digits):
    train, test = ({image.tobytes() for image in X.T} for X, _ in digits.values())
    assert not train & test


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


@pytest.mark.parametrize("name", ["depths", "depth.npz", "../data/depth", None])
def test_an_unknown_sweep_is_named(name):
    with pytest.raises(ValueError, match="^name: expected one of .*; got "):
        load_sweep(name)


@pytest.mark.parametrize("load", [
    load_penguins, load_penguin_species, load_seattle_temperatures,
    lambda: load_mnist("test", 7), lambda: list(load_sweep("depth").values())],
    ids=["penguins", "species", "temperatures", "mnist", "sweep"])
def test_two_calls_share_no_memory(load):
    first, second = load(), load()
    kept = second[0].copy()
    first[0][..., :] = first[0][..., :1]
    assert not np.array_equal(first[0], kept) and np.array_equal(second[0], kept)


# Damage

@pytest.mark.parametrize("name", LOADERS)
def test_a_file_that_is_not_the_one_shipped_is_named_with_its_remedy(copied_data, name):
    LOADERS[name]()
    path, remedy = copied_data / name, f"delete it .*restore it with: git checkout -- data/{name};"
    content = path.read_bytes()
    changed = bytearray(content)
    changed[len(content) // 2] ^= 1
    for other in (changed, content[:-1], b"", content.replace(b"\n", b"\r\n") + b"\r\n"):
        path.write_bytes(other)
        with pytest.raises(DatasetError, match=f"^data/{name} is damaged .*{remedy}"):
            LOADERS[name]()
    path.unlink()
    with pytest.raises(DatasetError, match=f"^data/{name} is missing; .*{remedy}"):
        LOADERS[name]()


def test_every_file_has_its_checksum_and_is_not_trusted_without(copied_data):
    sums = copied_data / "SHA256SUMS"
    lines = sums.read_text().splitlines()
    assert {line.split()[1] for line in lines} == set(LOADERS)
    sums.write_text("\n".join(line for line in lines if "penguins" not in line))
    with pytest.raises(DatasetError, match="data/penguins.csv.gz is damaged"):
        load_penguins()
    sums.unlink()
    with pytest.raises(DatasetError, match="^data/SHA256SUMS is missing; .*-- data/SHA256SUMS;"):
        load_penguins()


def test_without_any_data_both_places_are_named(monkeypatch):
    monkeypatch.setattr(datasets, "DATA", None)
    beside, inside = datasets.PLACES
    package = datasets.PACKAGE
    assert (beside, inside) == (package.parent / "data", package / "data")
    with pytest.raises(DatasetError) as caught:
        load_penguins()
    assert f"neither in {beside} nor in {inside}" in str(caught.value)


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
@pytest.mark.parametrize("labels_shape", [(1, -1), (-1,)])
def test_a_split_keeps_every_example_once_with_its_label(m, fraction, aside, labels_shape, rng):
    X, Y = np.arange(2.0 * m).reshape(2, m), np.arange(m).reshape(labels_shape)
    X_kept, Y_kept, X_aside, Y_aside = split(X, Y, fraction, rng)
    assert X_aside.shape == (2, aside) and X_kept.shape == (2, m - aside)
    assert Y_kept.ndim == Y_aside.ndim == len(labels_shape)
    assert sorted([*Y_kept.ravel(), *Y_aside.ravel()]) == list(range(m))
    for part, labels in ((X_kept, Y_kept), (X_aside, Y_aside)):
        assert np.array_equal(part, X[:, labels.ravel()]) and not np.shares_memory(part, X)


def test_a_split_is_random_by_its_generator_alone():
    X, Y = np.arange(100.0)[np.newaxis], np.arange(100)
    first, again, other = (split(X, Y, 0.3, np.random.default_rng(seed))[3] for seed in (0, 0, 1))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert not np.array_equal(np.sort(first), first)
    often = np.mean([split(X, Y, 0.3, np.random.default_rng(s))[3] for s in range(200)])
    assert abs(often - 49.5) < 2  # no stretch of the data is preferred


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
