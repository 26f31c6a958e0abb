
import numpy as np
import pytest

from helpers.datasets import load_mnist, load_sweep, split
from helpers.network import initialize, one_hot
from helpers.optimizers import Adam, Momentum
from helpers.training import train

TOOL = "make_sweeps"
KINDS = {"one": (Adam, True), "both": (Momentum, False), "three": (Adam, True)}


def trained(optimizer, steps, seed, batch_norm=True, units=32, layers=2, batch_size=64):
    """Dev accuracy of a single network, without `helpers.search`."""
    X, y, X_dev, y_dev = split(*load_mnist("train", 14), 0.2, np.random.default_rng(0))
    sizes = (196, *[units] * layers, 10)
    parameters = initialize(sizes, np.random.default_rng(seed), "he", batch_norm)
    return train(parameters, X, one_hot(y), optimizer, steps, np.random.default_rng(seed),
                 batch_size=batch_size, evaluate={"dev": (X_dev, y_dev)}, every=steps,
                 progress=False).accuracy["dev"][-1]


def test_the_surfaces_have_their_axes():
    sweep = load_sweep("search_surface")
    ends = {"learning_rate": (1e-4, 1.0), "epsilon": (1e-10, 1e-4), "beta2": (0.9, 0.9999)}
    for key in KINDS:
        accuracy, names = sweep[f"{key}_accuracy"], sweep[f"{key}_axes"].tolist()
        assert accuracy.shape == (*(len(sweep[f"{key}_{name}"]) for name in names), 10)
        assert accuracy.dtype == np.float32 and accuracy.min() > 0 and accuracy.max() < 1
        for name in names:
            values = sweep[f"{key}_{name}"]
            if key != "both":
                assert (values[0], values[-1]) == pytest.approx(ends[name])
            distance = np.log10(1 - values if name in ("beta2", "decay") else values)
            np.testing.assert_allclose(np.diff(distance, 2), 0, atol=1e-9)  # evenly spaced
    assert sweep["both_decay"][[0, -1]] == pytest.approx([0.5, 0.999])
    assert sweep["both_learning_rate"][[0, -1]] == pytest.approx([1e-3, 10])
    assert sweep["steps"] == 100 and sweep["seeds"].tolist() == list(range(10))


@pytest.mark.parametrize("key, place", [
    ("one", (16, 3, 0)), ("one", (8, 0, 3)), ("both", (20, 4, 1)), ("both", (28, 12, 2)),
    ("three", (10, 1, 5, 4)),
])
def test_a_cell_of_a_surface_can_be_trained_again(key, place):
    sweep, (kind, batch_norm) = load_sweep("search_surface"), KINDS[key]
    chosen = {name: sweep[f"{key}_{name}"][at] for name, at in zip(sweep[f"{key}_axes"], place,
                                                                  strict=False)}
    again = trained(kind(**chosen), 100, seed=place[-1], batch_norm=batch_norm)
    assert abs(again - sweep[f"{key}_accuracy"][place]) < 0.03


@pytest.mark.parametrize("name, at, seed, settings", [
    ("learning_rate", 2, 1, {"optimizer": Momentum(0.01)}),
    ("decay", 8, 0, {"optimizer": Momentum(0.3, 0.998)}),
    ("batch_size", 0, 2, {"optimizer": Momentum(0.3), "batch_size": 4}),
    ("hidden_units", 2, 3, {"optimizer": Momentum(0.3), "units": 8}),
    ("hidden_layers", 5, 0, {"optimizer": Momentum(0.3), "layers": 8}),
    ("beta1", 9, 0, {"optimizer": Adam(0.01, beta1=0.999)}),
    ("beta2", 0, 1, {"optimizer": Adam(0.01, beta2=0.5)}),
    ("epsilon", 8, 4, {"optimizer": Adam(0.01, epsilon=0.01)}),
])
def test_a_point_of_the_sensitivity_can_be_trained_again(name, at, seed, settings):
    stored = load_sweep("sensitivity")[f"{name}_accuracy"][at, seed]
    assert abs(trained(steps=300, seed=seed, **settings) - stored) < 0.03


def test_the_sensitivity_supports_what_the_course_says():
    sweep = load_sweep("sensitivity")
    mean = {name: sweep[f"{name}_accuracy"].mean(axis=1) for name in sweep["names"].tolist()}
    spread = {name: np.ptp(accuracy) for name, accuracy in mean.items()}
    assert spread["learning_rate"] == max(spread.values()) and spread["epsilon"] < 0.01
    assert spread["beta1"] < 0.04 and spread["beta2"] < 0.02 and spread["hidden_layers"] < 0.04
    assert sweep["hidden_units_values"][3] == 16 and np.ptp(mean["hidden_units"][3:]) < 0.06
    for name, accuracy in mean.items():
        assert np.isin(sweep[f"{name}_centre"], sweep[f"{name}_values"])
        assert accuracy[sweep[f"{name}_values"] == sweep[f"{name}_centre"]] > 0.9


def test_the_script_makes_what_is_stored(tool, monkeypatch):
    calls = []

    def told(data, configurations, seeds, steps, optimizer, batch_norm=True):
        calls.append((optimizer, batch_norm, steps))
        numbers = [np.asarray(configurations[name], float) * weight for name, weight in (
            ("learning_rate", 1), ("epsilon", 1e4), ("beta1", 10), ("beta2", 100), ("decay", 1000),
            ("batch_size", 1), ("hidden_units", 3), ("hidden_layers", 7)) if name in configurations]
        return np.add.outer(sum(numbers), 1e4 * np.array(seeds)).astype(np.float32)

    monkeypatch.setattr(tool, "searched", told)
    for name in ("search_surface", "sensitivity"):
        made, stored = tool.SWEEPS[name](None), load_sweep(name)
        assert list(made) == list(stored)
        for key in made:
            assert made[key].shape == stored[key].shape and made[key].dtype == stored[key].dtype
            if not key.endswith("accuracy"):
                assert np.array_equal(made[key], stored[key])
        if name == "search_surface":
            cell = made["three_accuracy"][7, 2, 3, 4]
            assert cell == pytest.approx(made["three_learning_rate"][7] + 4e4 + 1e4
                                         * made["three_epsilon"][2] + 100 * made["three_beta2"][3])
        else:
            assert made["hidden_units_accuracy"][1, 2] == pytest.approx(
                0.3 + 900 + 64 + 3 * 4 + 7 * 2 + 2e4)
    assert calls[:3] == [(*kind, 100) for kind in KINDS.values()]
    assert calls[3:] == [(Momentum, True, 300)] * 5 + [(Adam, True, 300)] * 3


def test_the_dev_set_is_drawn_at_random(tool):
    X, Y, X_dev, y_dev = tool.digits(shuffled=True)
    assert X.shape == (196, 8000) and Y.shape == (10, 8000) and X_dev.shape == (196, 2000)
    everything, labels = load_mnist("train", 14)
    kept = split(everything, labels, 0.2, np.random.default_rng(0))
    assert np.array_equal(X, kept[0]) and np.array_equal(Y.argmax(axis=0), kept[1])
    assert np.array_equal(X_dev, kept[2]) and np.array_equal(y_dev, kept[3])
