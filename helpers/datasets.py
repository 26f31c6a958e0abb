"""The small real data sets in ``data/``, as matrices with one column an example."""

import csv
import gzip
import hashlib
import io
from functools import cache
from pathlib import Path

import numpy as np

from helpers.arguments import number

DATA = Path(__file__).resolve().parents[1] / "data"
PENGUIN_FEATURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
SWEEPS = ("learning_rate_map", "depth", "search_surface", "sensitivity", "school", "stale",
          "reuse")


class DatasetError(RuntimeError):
    """A data file is missing or is not the one this course ships."""


def load_penguins(features=("flipper_length_mm", "bill_depth_mm")):
    """Measurements of penguins, and which of them are male.

    Parameters
    ----------
    features : sequence of str
        Which measurements, in which order: bill_length_mm, bill_depth_mm,
        flipper_length_mm (millimetres), body_mass_g (grams).

    Returns
    -------
    X : ndarray, float64, shape (len(features), 333)
        One column a penguin; the 11 of unknown sex are left out.
    Y : ndarray, float64, shape (1, 333)
        1 for male, 0 for female.

    Raises
    ------
    ValueError
        For a feature there is not.
    DatasetError
        If the file is missing or damaged.

    Notes
    -----
    Source: Palmer Station LTER, package palmerpenguins; see data/README.md.

    Examples
    --------
    >>> X, Y = load_penguins()
    >>> X.shape, int(Y.sum())
    ((2, 333), 168)
    """
    X, sex = _read_penguins(features, label="sex")
    return X, np.array([[float(word == "male") for word in sex]])


def load_penguin_species(features=("bill_length_mm", "flipper_length_mm")):
    """Measurements of penguins, and which of three species each belongs to.

    Parameters
    ----------
    features : sequence of str
        Which measurements, in which order, as for `load_penguins`.

    Returns
    -------
    X : ndarray, float64, shape (len(features), 342)
        One column a penguin; the 2 that were not measured are left out.
    y : ndarray, int64, shape (342,)
        The species: 0, 1 or 2.
    names : tuple of str
        What the species are called, in this order.

    Raises
    ------
    ValueError
        For a feature there is not.
    DatasetError
        If the file is missing or damaged.

    Notes
    -----
    Source: Palmer Station LTER, package palmerpenguins; see data/README.md.

    Examples
    --------
    >>> X, y, names = load_penguin_species()
    >>> X.shape, names
    ((2, 342), ('Adelie', 'Chinstrap', 'Gentoo'))
    """
    X, species = _read_penguins(features, label="species")
    names = tuple(sorted(set(species)))
    return X, np.array([names.index(name) for name in species], dtype=np.int64), names


def load_mnist(subset="train", side=28):
    """Images of handwritten digits as columns, and their labels.

    Parameters
    ----------
    subset : {"train", "test"}
        The first 10,000 training images, or 2,000 of the test images.
    side : {28, 14, 7}
        Pixels on a side; 14 and 7 average blocks of 2x2 and 4x4 pixels.

    Returns
    -------
    X : ndarray, float32, shape (side * side, examples)
        Grey values from 0 (paper) to 1 (ink), row by row of the image.
    y : ndarray, int64, shape (examples,)
        The digit, 0 to 9.

    Raises
    ------
    ValueError
        For another subset or side.
    DatasetError
        If the file is missing or damaged.

    Notes
    -----
    Source: Yann LeCun and Corinna Cortes, CC BY-SA 3.0; see data/README.md.

    Examples
    --------
    >>> X, y = load_mnist("test", side=7)
    >>> X.shape, y.shape
    ((49, 2000), (2000,))
    """
    files = {"train": "mnist_train_10k.npz", "test": "mnist_test_2k.npz"}
    if subset not in files:
        raise ValueError(f"subset: expected 'train' or 'test'; got {subset!r}")
    if side not in (28, 14, 7):
        raise ValueError(f"side: expected 28, 14 or 7; got {side!r}")
    archive = _read_npz(files[subset])
    images, y = archive["x"], archive["y"].astype(np.int64)
    block = 28 // side
    blocks = images.reshape(len(images), side, block, side, block)
    X = blocks.mean(axis=(2, 4), dtype=np.float32).reshape(len(images), -1).T / np.float32(255)
    return np.ascontiguousarray(X), y


def load_seattle_temperatures():
    """Daily temperatures in Seattle, 2012 to 2015.

    Returns
    -------
    days : ndarray, datetime64[D], shape (1461,)
    temperature : ndarray, float64, shape (1461,)
        The mean of each day's highest and lowest temperature, in degrees Celsius.

    Raises
    ------
    DatasetError
        If the file is missing or damaged.

    Notes
    -----
    Source: NOAA observations, package vega-datasets; see data/README.md.

    Examples
    --------
    >>> days, temperature = load_seattle_temperatures()
    >>> days[0], temperature[0].item()
    (np.datetime64('2012-01-01'), 8.9)
    """
    rows = list(_read_csv("seattle-weather.csv.gz"))
    days = np.array([row["date"].replace("/", "-") for row in rows], dtype="datetime64[D]")
    high, low = (np.array([float(row[name]) for row in rows]) for name in ("temp_max", "temp_min"))
    return days, (high + low) / 2


def load_sweep(name):
    """Results of many stored trainings, too long for a notebook.

    Parameters
    ----------
    name : {"learning_rate_map", "depth", "search_surface", "sensitivity", "school",
        "stale", "reuse"}

    Returns
    -------
    dict of str to ndarray
        See data/README.md; tools/make_sweeps.py, make_school.py and make_reuse.py made them.

    Raises
    ------
    ValueError, DatasetError
        For another name; if the file is missing or damaged.

    Examples
    --------
    >>> load_sweep("depth")["depths"].tolist()
    [2, 5, 10, 20]
    """
    if name not in SWEEPS:
        raise ValueError(f"name: expected one of {SWEEPS}; got {name!r}")
    return _read_npz(f"{name}.npz")


def load_conventions():
    """What the batch norm layers of this course, Keras and PyTorch do with running statistics.

    Returns
    -------
    list of dict of str to str
        One dict each; `tools/measure_conventions.py` measured them and says what the keys mean.

    Raises
    ------
    DatasetError
        If the file is missing or damaged.

    Examples
    --------
    >>> [row["default"] for row in load_conventions()]
    ['0.9', '0.99', '0.1']
    """
    text = _read_bytes("conventions.csv").decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def split(X, Y, fraction, rng):
    """Put a random part of the examples aside.

    Parameters
    ----------
    X : ndarray, shape (n, m)
    Y : ndarray, last axis m
    fraction : float between 0 and 1
        How much of the examples is put aside, rounded to whole examples.
    rng : numpy.random.Generator

    Returns
    -------
    X_kept, Y_kept, X_aside, Y_aside : ndarray

    Raises
    ------
    ValueError
        If X and Y differ in their number of examples, or either part would be empty.

    Examples
    --------
    >>> X, Y = load_penguins()
    >>> X_train, Y_train, X_test, Y_test = split(X, Y, 0.2, np.random.default_rng(0))
    >>> X_train.shape, X_test.shape
    ((2, 266), (2, 67))
    """
    m = X.shape[-1]
    if Y.shape[-1] != m:
        raise ValueError(f"Y: expected {m} examples, as in X; got {Y.shape[-1]}")
    aside = round(m * number("fraction", fraction, low=0, high=1))
    if not 0 < aside < m:
        raise ValueError(f"fraction: {fraction} of {m} examples leaves one part empty")
    order = rng.permutation(m)
    kept, aside = order[aside:], order[:aside]
    return X[..., kept], Y[..., kept], X[..., aside], Y[..., aside]


def _read_penguins(features, label):
    """Measurements (features, penguins) and labels of all that have both; the rest is NA."""
    known = all(name in PENGUIN_FEATURES for name in features)
    if not known or isinstance(features, str) or len(features) == 0:
        raise ValueError(f"features: expected names out of {PENGUIN_FEATURES}; got {features}")
    wanted = (label, *PENGUIN_FEATURES)
    rows = [row for row in _read_csv("penguins.csv.gz")
            if "NA" not in [row[name] for name in wanted]]
    X = np.array([[float(row[name]) for row in rows] for name in features])
    return X, [row[label] for row in rows]


@cache
def _checksums():
    """The SHA-256 of every data file, by name."""
    lines = (DATA / "SHA256SUMS").read_text().splitlines()
    return {name: checksum for checksum, name in (line.split() for line in lines)}


def _read_bytes(name):
    """The bytes of a data file, if they are the ones this course ships."""
    remedy = f"restore it with: git checkout -- data/{name}"
    try:
        content = (DATA / name).read_bytes()
        expected = _checksums().get(name)
    except FileNotFoundError as error:
        missing = Path(error.filename).name
        raise DatasetError(f"data/{missing} is missing; {remedy.replace(name, missing)}") from None
    if hashlib.sha256(content).hexdigest() != expected:
        raise DatasetError(f"data/{name} is damaged (its checksum is wrong); {remedy}")
    return content


def _read_npz(name):
    """The arrays of an npz file, by name."""
    with np.load(io.BytesIO(_read_bytes(name)), allow_pickle=False) as archive:
        return dict(archive)


def _read_csv(name):
    """The rows of a gzipped CSV file, as dicts of strings."""
    text = gzip.decompress(_read_bytes(name)).decode("utf-8")
    return csv.DictReader(io.StringIO(text))
