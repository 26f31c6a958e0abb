"""The small real data sets in ``data/``, as matrices with one column an example.

Every file is compared with its checksum first: a missing or damaged one raises DatasetError. An
argument that names nothing raises ValueError. Sources, licences, columns, axes: data/README.md.
"""

import csv
import gzip
import hashlib
import io
from pathlib import Path

import numpy as np

from helpers.arguments import number

PACKAGE = Path(__file__).resolve().parent
PLACES = (PACKAGE.parent / "data", PACKAGE / "data")  # in a checkout, and where it is installed
DATA = next((place for place in PLACES if (place / "SHA256SUMS").is_file()), None)
PENGUIN_FEATURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
SWEEPS = ("learning_rate_map", "depth", "figure_one", "search_surface", "sensitivity", "school",
          "stale", "sizes", "reuse", "why")


class DatasetError(RuntimeError):
    """A data file is missing or is not the one this course ships."""


def load_penguins(features=("flipper_length_mm", "bill_depth_mm")):
    """Measurements X (features, 333) of penguins, and Y (1, 333): 1 for male, 0 for female.

    features : in which order, of bill_length_mm, bill_depth_mm, flipper_length_mm (millimetres)
    and body_mass_g (grams). The 11 penguins of unknown sex are left out.

    >>> X, Y = load_penguins()
    >>> X.shape, int(Y.sum())
    ((2, 333), 168)
    """
    X, sex = _read_penguins(features, label="sex")
    return X, np.array([[float(word == "male") for word in sex]])


def load_penguin_species(features=("bill_length_mm", "flipper_length_mm")):
    """Measurements X (features, 342) of penguins, species y (342,) from 0 to 2, and their names.

    features : as for `load_penguins`. The 2 penguins that were not measured are left out.

    >>> X, y, names = load_penguin_species()
    >>> X.shape, names
    ((2, 342), ('Adelie', 'Chinstrap', 'Gentoo'))
    """
    X, species = _read_penguins(features, label="species")
    names = tuple(sorted(set(species)))
    return X, np.array([names.index(name) for name in species], dtype=np.intp), names


def load_mnist(subset="train", side=28):
    """Handwritten digits as columns X (side * side, m), float32, and labels y (m,), 0 to 9.

    Pixels go row by row, from 0 (paper) to 1 (ink). subset : the first 10,000 images to "train"
    on, or 2,000 of the "test" images. side : 28 pixels, or 14 or 7, means of 2x2 or 4x4 of them.

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
    blocks = archive["x"].reshape(-1, side, 28 // side, side, 28 // side)
    X = blocks.mean(axis=(2, 4), dtype=np.float32).reshape(len(blocks), -1).T / np.float32(255)
    return np.ascontiguousarray(X), archive["y"].astype(np.intp)


def load_seattle_temperatures():
    """Dates (1461,) from 2012 to 2015 and temperatures (1461,) in Seattle, in degrees Celsius.

    A day's temperature is the mean of its highest and its lowest.

    >>> days, temperature = load_seattle_temperatures()
    >>> days[0], temperature[0].item()
    (np.datetime64('2012-01-01'), 8.9)
    """
    rows = _read_csv("seattle-weather.csv.gz")
    days = np.array([row["date"].replace("/", "-") for row in rows], dtype="datetime64[D]")
    high, low = (np.array([float(row[name]) for row in rows]) for name in ("temp_max", "temp_min"))
    return days, (high + low) / 2


def load_sweep(name):
    """Results of many stored trainings, too long for a notebook: a dict of arrays.

    name : one of SWEEPS, made by the scripts in tools/.

    >>> load_sweep("depth")["depths"].tolist()
    [2, 5, 10, 20]
    """
    if name not in SWEEPS:
        raise ValueError(f"name: expected one of {SWEEPS}; got {name!r}")
    return _read_npz(f"{name}.npz")


def load_conventions():
    """What batch norm in this course, Keras and PyTorch does: a list of three dicts of strings.

    tools/measure_conventions.py says what the keys mean.

    >>> [row["default"] for row in load_conventions()]
    ['0.9', '0.99', '0.1']
    """
    return _read_csv("conventions.csv")


def split(X, Y, fraction, rng):
    """Put a random part of the examples aside: X_kept, Y_kept, X_aside, Y_aside.

    X (n, m) and Y (..., m) have their examples along the last axis. fraction : how much is put
    aside, between 0 and 1, rounded to whole examples; neither part may be empty.

    >>> parts = split(np.ones((2, 10)), np.ones((1, 10)), 0.3, np.random.default_rng(0))
    >>> [part.shape for part in parts]
    [(2, 7), (1, 7), (2, 3), (1, 3)]
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
    if len(features) == 0 or not all(name in PENGUIN_FEATURES for name in features):
        raise ValueError(f"features: expected names out of {PENGUIN_FEATURES}; got {features}")
    rows = [row for row in _read_csv("penguins.csv.gz")
            if "NA" not in [row[name] for name in (label, *PENGUIN_FEATURES)]]
    X = np.array([[float(row[name]) for row in rows] for name in features])
    return X, [row[label] for row in rows]


def _read_csv(name):
    """The rows of a CSV file, gzipped or not, as dicts of strings."""
    content = _read_bytes(name)
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _read_npz(name):
    """The arrays of an npz file, by name."""
    with np.load(io.BytesIO(_read_bytes(name)), allow_pickle=False) as archive:
        return dict(archive)


def _read_bytes(name):
    """The bytes of a data file, if they are the ones this course ships."""
    if DATA is None:
        raise DatasetError(f"the data are neither in {PLACES[0]} nor in {PLACES[1]}; "
                           "clone the course again, or install it again")
    try:
        content = (DATA / name).read_bytes()
        checksums = (DATA / "SHA256SUMS").read_text().splitlines()
    except FileNotFoundError as error:
        raise _unusable(Path(error.filename).name, "missing") from None
    if f"{hashlib.sha256(content).hexdigest()}  {name}" not in checksums:
        raise _unusable(name, "damaged (its checksum is wrong)")
    return content


def _unusable(name, what):
    """The error that says how to get a file back; git leaves one alone that it holds unchanged."""
    return DatasetError(f"data/{name} is {what}; in a clone delete it and then restore it with: "
                        f"git checkout -- data/{name}; where no git is, install the course again")
