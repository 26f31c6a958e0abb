import shutil

import numpy as np
import pytest
from matplotlib.colors import to_hex

from helpers import datasets
from helpers.datasets import SWEEPS, DatasetError, load_mnist, load_sweep
from helpers.figures.style import BLUE
from helpers.figures.sweeps import (
    DepthScene,
    LearningRateMapScene,
    NormsByLayerScene,
    best_learning_rates,
    norms_by_layer,
)
from helpers.network import initialize, one_hot
from helpers.optimizers import GradientDescent
from helpers.training import TrainingDiverged, train

TOOL = "make_sweeps"
WHICH = {"without": False, "with": True}


@pytest.fixture
def copied_data(tmp_path, monkeypatch):
    shutil.copytree(datasets.DATA, tmp_path / "data")
    monkeypatch.setattr(datasets, "DATA", tmp_path / "data")
    datasets._checksums.cache_clear()
    yield tmp_path / "data"
    datasets._checksums.cache_clear()


# The stored arrays


def test_the_map_has_its_axes():
    sweep = load_sweep("learning_rate_map")
    np.testing.assert_allclose(np.log10(sweep["learning_rates"]), np.arange(-4, 1.1, 0.5))
    np.testing.assert_allclose(np.log10(sweep["scales"]), np.arange(-3, 0.1, 0.5), atol=1e-12)
    for which in WHICH:
        accuracy = sweep[f"accuracy_{which}"]
        assert accuracy.shape == (7, 11, 5) == (7, 11, len(sweep["seeds"]))
        assert accuracy.min() >= 0 and accuracy.max() < 1
    assert sweep["steps"] == 500 and sweep["hidden_layers"] == 3


def test_the_depths_have_their_axes():
    sweep = load_sweep("depth")
    assert sweep["depths"].tolist() == [2, 5, 10, 20] and sweep["steps"] == 1000
    assert sweep["initializations"].tolist() == ["sd 0.1", "He"]
    for which in WHICH:
        accuracy = sweep[f"accuracy_{which}"]
        assert accuracy.shape == (4, 2, 5, 5)
        assert accuracy.min() >= 0 and accuracy.max() < 1


def test_what_the_map_shows():
    sweep = load_sweep("learning_rate_map")
    without, with_it = (sweep[f"accuracy_{which}"].mean(axis=-1) for which in WHICH)
    assert (without >= 0.85).mean() < 0.12 and (with_it >= 0.85).mean() > 0.4
    slow = sweep["learning_rates"] < 1.1e-3
    assert (with_it[:, slow] < 0.85).all()  # batch norm does not rescue a tiny learning rate


def test_what_the_depths_show():
    sweep = load_sweep("depth")
    (without, _), (with_it, _) = (best_learning_rates(sweep, which) for which in WHICH)
    without, with_it = without.mean(axis=-1), with_it.mean(axis=-1)
    assert (with_it > 0.87).all() and (with_it > without).all()
    assert without[2, 0] < 0.6 and without[3, 0] < 0.15  # standard deviation 0.1, 10 and 20 layers
    assert (with_it - without)[:3, 1].max() < 0.04  # a good initialization does most of it


@pytest.mark.parametrize("which, scale, rate", [
    ("with", 4, 6), ("without", 4, 7), ("without", 1, 6), ("with", 5, 2),
])
def test_a_cell_of_the_map_can_be_trained_again(which, scale, rate):
    sweep = load_sweep("learning_rate_map")
    X, y = load_mnist("train", side=14)
    rng = np.random.default_rng(0)
    parameters = initialize((196, 50, 50, 50, 10), rng, sweep["scales"][scale], WHICH[which])
    history = train(
        parameters, X[:, :8000], one_hot(y[:8000]), GradientDescent(sweep["learning_rates"][rate]),
        500, rng, evaluate={"dev": (X[:, 8000:], y[8000:])}, every=500, progress=False)
    stored = sweep[f"accuracy_{which}"][scale, rate, 0]
    assert abs(history.accuracy["dev"][-1] - stored) < 0.03


# The loader


def test_an_unknown_sweep_is_named():
    for name in ("depths", "depth.npz", "../data/depth", None):
        with pytest.raises(ValueError, match="^name: expected one of .*; got "):
            load_sweep(name)


@pytest.mark.parametrize("name", SWEEPS)
def test_a_missing_or_damaged_sweep_is_named_with_its_remedy(copied_data, name):
    path = copied_data / f"{name}.npz"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DatasetError, match=rf"data/{name}.npz is damaged.*git checkout"):
        load_sweep(name)
    path.unlink()
    with pytest.raises(DatasetError, match=rf"data/{name}.npz is missing.*git checkout"):
        load_sweep(name)


def test_two_loads_share_no_memory():
    first, second = load_sweep("depth"), load_sweep("depth")
    first["accuracy_with"][:] = 0
    assert second["accuracy_with"].min() > 0


# The script


@pytest.mark.parametrize("batch_norm", WHICH.values())
def test_a_stack_gets_the_training_of_single_networks(tool, batch_norm):
    X, Y, X_dev, y_dev = data = tool.digits()
    assert X.shape == (196, 8000) and X_dev.shape == (196, 2000)
    rates = np.array([0.03, 0.3])
    together = tool.dev_accuracy(data, 3, 2, 0.1, batch_norm, rates, 20)
    for rate, found in zip(rates, together, strict=True):
        rng = np.random.default_rng(3)
        parameters = initialize((196, 50, 50, 10), rng, 0.1, batch_norm)
        alone = train(parameters, X, Y, GradientDescent(rate), 20, rng, progress=False,
                      evaluate={"dev": (X_dev, y_dev)}).accuracy["dev"][-1]
        assert abs(alone - found) < 0.005


def test_networks_that_leave_the_numbers_count_as_wrong(tool, monkeypatch):
    def diverge(*args, **kwargs):
        raise TrainingDiverged(1, None)

    monkeypatch.setattr(tool, "train", diverge)
    assert tool.dev_accuracy(tool.digits(), 0, 1, 1.0, False, np.ones(3), 1).tolist() == [0, 0, 0]


def test_the_script_puts_every_axis_in_its_place_and_makes_what_is_stored(tool, monkeypatch):
    monkeypatch.setattr(tool, "dev_accuracy", lambda data, seed, hidden, scale, bn, rates, steps: (
        1e4 * hidden + 1e3 * (0.5 if scale == "he" else scale) + 100 * seed + 10 * bn + rates))
    for name in ("learning_rate_map", "depth"):
        made, stored = tool.SWEEPS[name](None), load_sweep(name)
        assert list(made) == list(stored)
        for key in made:
            assert made[key].shape == stored[key].shape and made[key].dtype == stored[key].dtype
            if not key.startswith("accuracy"):
                assert np.array_equal(made[key], stored[key])
        for which, batch_norm in WHICH.items():
            if name == "depth":
                hidden, scale = made["depths"][:, None, None, None], np.array([0.1, 0.5])
                scale = scale[:, None, None]
            else:
                hidden, scale = 3, made["scales"][:, None, None]
            expected = (1e4 * hidden + 1e3 * scale + 100 * made["seeds"] + 10 * batch_norm
                        + made["learning_rates"][:, None])
            np.testing.assert_allclose(made[f"accuracy_{which}"], expected, rtol=1e-6)


def test_the_script_says_how_long_it_takes(tool):
    assert "minutes" in tool.__doc__


# The pictures


def test_the_map_draws_the_arrays():
    sweep = load_sweep("learning_rate_map")
    scene = LearningRateMapScene(sweep, threshold=0.8)
    for which in WHICH:
        mean = sweep[f"accuracy_{which}"].mean(axis=-1)
        image = scene.images[which]
        assert np.array_equal(image.get_array(), mean)
        assert image.get_clim() == (0, 1) and image.origin == "lower"
        assert to_hex(image.cmap(1.0)) == BLUE.lower()
        for (row, column), text in np.ndenumerate(scene.texts[which]):
            assert text.get_position() == (column, row)
            assert text.get_text() == f"{100 * mean[row, column]:.0f}"
            assert (text.get_fontweight() == "bold") == (mean[row, column] >= 0.8)
        count = (mean >= 0.8).sum()
        assert f"{count} of 77 = {count / 77:>3.0%};  best cell {mean.max():.1%}" in scene.readout


def test_the_outline_parts_the_cells_that_work_from_the_others():
    scene = LearningRateMapScene(load_sweep("learning_rate_map"))
    for which, ax in zip(WHICH, scene.figure.axes, strict=False):
        works = np.pad(scene.works[which], 1)
        sides = {(round(sum(x) / 2, 1), round(sum(y) / 2, 1))
                 for x, y in (line.get_data() for line in ax.lines)}
        expected = set()
        for row, column in np.argwhere(works):
            for up, right in ((0, 1), (0, -1), (1, 0), (-1, 0)):
                if not works[row + up, column + right]:
                    expected.add((column - 1 + right / 2, row - 1 + up / 2))
        assert sides == expected


def test_the_depths_draw_mean_and_spread_at_the_best_learning_rate():
    sweep = load_sweep("depth")
    scene = DepthScene(sweep)
    for which in WHICH:
        for position, name in enumerate(sweep["initializations"]):
            line, _, (bars,) = scene.curves[which, name]
            for place in range(len(sweep["depths"])):
                by_rate = sweep[f"accuracy_{which}"][place, position]
                rate = max(range(5), key=lambda r, by_rate=by_rate: by_rate[r].mean())
                assert line.get_ydata()[place] == pytest.approx(by_rate[rate].mean())
                assert abs(line.get_xdata()[place] - place) < 0.1
                ends = bars.get_segments()[place][:, 1]
                assert ends == pytest.approx([by_rate[rate].min(), by_rate[rate].max()])
                told = f"{by_rate[rate].mean():.1%} (alpha {sweep['learning_rates'][rate]:.2g})"
                assert told in scene.readout
    styles = {scene.curves[which, "He"][0].get_linestyle() for which in WHICH}
    assert len(styles) == 2


@pytest.fixture(scope="module")
def deep():
    X, y = load_mnist("train", side=7)
    X, Y = X[:, :60], one_hot(y[:60])
    networks = {
        f"{scale}, {which}": initialize((49, *[20] * 6, 10), np.random.default_rng(0), scale, bn)
        for scale in (0.1, "he") for which, bn in WHICH.items()
    }
    return X, Y, networks


def loss(Z, Y):
    return np.mean(np.log(np.exp(Z).sum(axis=0)) - (Z * Y).sum(axis=0))


def by_hand(X, Y, parameters, nudge=None):
    """Loss and activations; `nudge` = (layer, value) is added to what enters that layer's ReLU."""
    A, kept, layer = X.astype(np.float64), [], 1
    while f"W{layer + 1}" in parameters:
        Z = parameters[f"W{layer}"].astype(np.float64) @ A
        if f"gamma{layer}" in parameters:
            Z = (Z - Z.mean(axis=1, keepdims=True)) / np.sqrt(Z.var(axis=1, keepdims=True) + 1e-5)
        if nudge and nudge[0] == layer:
            Z = Z + nudge[1]
        A = np.where(Z > 0, Z, 0)
        kept.append(A)
        layer += 1
    return loss(parameters[f"W{layer}"].astype(np.float64) @ A, Y), kept


@pytest.mark.parametrize("name", ["0.1, without", "0.1, with", "he, without", "he, with"])
def test_norms_are_those_of_the_network(deep, name):
    X, Y, networks = deep
    A, dZ_tilde, dW = norms_by_layer(X, Y, networks[name])
    _, kept = by_hand(X, Y, networks[name])
    np.testing.assert_allclose(A, [np.sqrt((a * a).mean()) for a in kept], rtol=1e-6)
    assert len(A) == len(dZ_tilde) == 6 and len(dW) == 7
    for layer in (1, 3, 6):  # dZ_tilde by differences, entry by entry of two units
        squares, units = [], range(20)
        for unit in units:
            for example in range(0, 60, 6):
                step = np.zeros((20, 60))
                step[unit, example] = 1e-6
                high, low = (by_hand(X, Y, networks[name], (layer, sign * step))[0]
                             for sign in (1, -1))
                squares.append(((high - low) / 2e-6) ** 2)
        # A tenth of the examples: near the norm over all of them, far from another layer's.
        assert dZ_tilde[layer - 1] == pytest.approx(np.sqrt(np.mean(squares)), rel=0.25)


def test_norms_of_the_weights_gradients_by_differences(deep):
    X, Y, networks = deep
    for name, parameters in networks.items():
        _, _, dW = norms_by_layer(X, Y, parameters)
        for layer in (1, 7):
            name_of = f"W{layer}"
            W, found = parameters[name_of].astype(np.float64), []
            for place in np.ndindex(W.shape):
                step = np.zeros(W.shape)
                step[place] = 1e-6
                high, low = (by_hand(X, Y, parameters | {name_of: W + sign * step})[0]
                             for sign in (1, -1))
                found.append((high - low) / 2e-6)
            expected = np.sqrt(np.mean(np.square(found)))
            assert dW[layer - 1] == pytest.approx(expected, rel=2e-2), name


def test_the_norms_scene_draws_them(deep):
    X, Y, networks = deep
    scene = NormsByLayerScene(X, Y, networks)
    for name, parameters in networks.items():
        for line, norms in zip(scene.lines[name], norms_by_layer(X, Y, parameters), strict=True):
            assert np.array_equal(line.get_ydata(), norms)
            assert np.array_equal(line.get_xdata(), np.arange(1, len(norms) + 1))
            assert line.axes.get_yscale() == "log"
            assert f"{norms[0]:.1e}" in scene.readout
    looks = {(lines[0].get_linestyle(), lines[0].get_marker()) for lines in scene.lines.values()}
    assert len(looks) == len(networks)


def test_norms_that_vanish_entirely_leave_a_gap():
    X, Y = np.ones((3, 4)), one_hot([0, 1, 0, 1], classes=2)
    parameters = initialize((3, 2, 2, 2), np.random.default_rng(0), 0.0, batch_norm=False)
    scene = NormsByLayerScene(X, Y, {"nothing": parameters})
    assert np.isnan(scene.lines["nothing"][0].get_ydata()).all()
    assert scene.png() and "0.0e+00" in scene.readout


@pytest.mark.parametrize("count", [0, 5])
def test_as_many_networks_as_there_are_line_styles(deep, count):
    X, Y, networks = deep
    some = {str(i): networks["he, with"] for i in range(count)}
    with pytest.raises(ValueError, match=f"^networks: expected 1 to 4; got {count}"):
        NormsByLayerScene(X, Y, some)


def test_every_picture_is_drawn_and_described(deep):
    scenes = (LearningRateMapScene(load_sweep("learning_rate_map")),
              DepthScene(load_sweep("depth")), NormsByLayerScene(*deep))
    for scene in scenes:
        assert scene.png() == scene.png()
        data, metadata = scene._repr_mimebundle_()
        assert scene.description == metadata["image/png"]["alt"]
        assert scene.readout in data["text/plain"]
