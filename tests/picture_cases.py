"""One small example of every picture: what the tests of all pictures run over."""

import importlib
from functools import partial
from types import SimpleNamespace

import numpy as np

from helpers import sampling
from helpers.datasets import load_penguins, load_sweep
from helpers.experiments import Networks, new_networks
from helpers.network import batch_statistics, forward, initialize
from helpers.panda import Panda
from helpers.pictures.deep_activations import random_weights
from helpers.search import SearchResult
from helpers.softmax import cross_entropy_gradient, one_hot, softmax
from helpers.surfaces import measured_surfaces


def drawn(name, arguments, rng):
    module, function = name.split(".")
    return getattr(importlib.import_module(f"helpers.pictures.{module}"), function)(*arguments(rng))


def nothing(rng):
    return ()


def penguins():
    return load_penguins(("flipper_length_mm", "bill_depth_mm"))


def surfaces():
    return measured_surfaces(load_sweep("search_surface"))


def upstream(rng):
    return rng.normal(size=(1, 7)), rng.normal(size=(1, 7)) / 2, 3


def layer(rng):
    W, X = rng.normal(size=(3, 5)), rng.normal(size=(5, 20)) + 1
    gamma, beta = rng.uniform(0.5, 2, size=(3, 1)), rng.normal(size=(3, 1))
    return W, X, gamma, beta, rng.normal(size=(3, 20))


def histories(rng, networks=3):
    """Two made-up histories of training, without and with batch norm."""
    steps = list(range(50, 501, 50))
    return {label: SimpleNamespace(
        steps=steps, accuracy={"dev": [rng.uniform(0, 1, networks) for _ in steps]},
        percentiles={2: [np.sort(rng.normal(size=(3, networks, 4, 1)), axis=0) for _ in steps]},
    ) for label in ("without batch norm", "with batch norm")}


def digits(rng, m=40):
    return rng.uniform(0, 1, (9, m)).astype(np.float32), rng.integers(0, 10, m)


def trained(rng):
    """A network with batch norm, random data, and its statistics."""
    parameters = initialize((9, 8, 7, 10), rng, 1.0)
    for name in parameters:
        if name.startswith(("gamma", "beta")):
            parameters[name] += rng.normal(0, 0.3, parameters[name].shape).astype(np.float32)
    X, y = digits(rng)
    _, cache = forward(X, parameters, "sigmoid")
    return parameters, X, y, batch_statistics(cache)


def coloured_networks(rng):
    """Two stacks of two small networks for images of three colours, barely trained."""
    X, y = digits(rng, 60)
    networks = []
    for with_bn in (False, True):
        parameters = new_networks(27, batch_norm=with_bn, hidden=(8,), count=2)
        _, cache = forward(np.tile(X, (3, 1)), parameters)
        networks.append(Networks(parameters, batch_statistics(cache), "relu"))
    return *networks, X, y


def stories(rng):
    """Random accuracies with the axes of data/why.npz."""
    return {"activations": np.array(["sigmoid", "relu"]), "looks": np.array([20, 60, 100]),
            "kinds": np.array(["without batch norm", "with batch norm", "noise 0.5", "noise 2"]),
            "learning_rates": np.array([0.1, 0.5, 1.0, 5.0]), "dev": rng.random((2, 4, 4, 3, 2)),
            "test": rng.random((2, 4, 4, 2))}


def diary(rng, steps=60):
    return rng.normal(1, 0.5, steps), rng.uniform(0.5, 2, steps)


def chased(rng):
    means, variances = diary(rng)
    return means, variances, range(10, 61, 10), rng.normal(1, 0.1, 6), rng.uniform(1, 1.2, 6)


def school_result(rng, trials=9, days=5):
    rates = sampling.log_uniform(rng, 1e-3, 10, trials)
    diverged = rates > 3
    accuracy = np.sort(rng.uniform(0.1, 0.98, (trials, days)), axis=1)
    accuracy[diverged] = 0.1
    return SearchResult({"learning_rate": rates,
                         "decay": sampling.log_uniform_decay(rng, 0.5, 0.99, trials)},
                        np.arange(1, days + 1) * 10, accuracy, diverged)


def panda(rng):
    X, y = digits(rng, 90)
    return lambda learning_rate, decay, seed: Panda(
        X[:, :60], y[:60], X[:, 60:], y[60:], learning_rate=learning_rate, decay=decay, seed=seed,
        hidden=(6,), day=12, batch_size=30)


def told(rng):
    story = panda(rng)(0.1, 0.9, 0)
    for _ in range(3):
        story.train_a_day()
    story.back_a_day()
    return story


def paths(rng):
    def model(*sizes):
        return [initialize((2, *sizes, 3), np.random.default_rng(step), 1.0, batch_norm=False)
                for step in range(30)]
    X, y = rng.normal(size=(2, 30)), np.arange(30) % 3
    return ((X, y), (X[:, :9] + 0.3, y[:9]), ("a", "b", "c"),
            {"softmax regression": model(), "a hidden layer": model(4)}, ("one", "two"))


def raced(rng):
    (X, y), (X_dev, y_dev) = digits(rng, 90), digits(rng)
    return X, one_hot(y, 10), X_dev, y_dev, (6, 5)


# Pictures of what goes on: they depend on the way to their settings, too.
REMEMBERING = {"race.race"}

# A picture's name and, from a generator, what its function is given.
PANELS = {
    "averages.chasing": chased,
    "averages.company": lambda rng: (*digits(rng), lambda X: X[:, ::-1], lambda X: 1 - X),
    "averages.keras_warm_up": diary,
    "averages.temperatures": lambda rng: (
        np.arange("2012-01-01", "2012-03-01", dtype="datetime64[D]"), rng.normal(8, 4, 60)),
    "backward_graph.backward_graph": lambda rng: (
        np.array([1.0, 2, 6]), 2.0, 1.0, np.array([0.5, -1, 0.8])),
    "batch_means.batch_means": lambda rng: (rng.normal(2, 3, 500), rng),
    "batch_norm.scale_and_shift": lambda rng: (rng.gamma(3, 0.8, (1, 500)) - 1,),
    "batch_norm.sigmoid_input": lambda rng: (rng.normal(2, 3, (1, 500)),),
    "batch_norm_gradients.one_example_moves": upstream,
    "batch_norm_gradients.weight_scale": layer,
    "deep_activations.deep_activations": lambda rng: (
        rng.uniform(0, 1, (9, 50)), random_weights(9, rng, units=8)),
    "found.look_at": lambda rng: (school_result(rng),),
    "framework.shuffle_buffer": lambda rng: (
        lambda buffer: np.roll(np.arange(48), -buffer + 1), np.arange(48) % 4),
    "framework.gradient_tape": lambda rng: (lambda x, kind, persistent: (
        None if kind == "constant" else 2 * x, 4 * x**3 if persistent else RuntimeError("Once")),),
    "layer_norm.averaged_together": lambda rng: (rng.normal(0.5, 1.5, (3, 5)),),
    "network_diagram.network_shapes": lambda rng: (50, 7),
    "normalization.loss_contours": lambda rng: penguins(),
    "race.race": raced,
    "scales.ruler": nothing,
    "scales.scale_of_alpha": nothing,
    "scales.window_sensitivity": nothing,
    "school.panda_session": lambda rng: (
        panda(rng), lambda panda: panda.accuracy, {"keeper": [0.9], "ten": [0.3, 0.8]}, 6),
    "search.coarse_to_fine": lambda rng: (surfaces()["both matter"],),
    "search.grid_and_random": lambda rng: (surfaces(),),
    "shift.shift": coloured_networks,
    "softmax.logits": lambda rng: (softmax, cross_entropy_gradient),
    "softmax.regions": paths,
    "steering.steering": trained,
    "story.story": lambda rng: (stories(rng), ("without batch norm", "with batch norm"), True),
    "sweeps.norms_of_layers": lambda rng: (
        rng.normal(size=(6, 20)), one_hot(rng.integers(0, 10, 20)), (6, 5, 5, 5, 10)),
    "strategies.too_big": lambda rng: ({
        "units": np.array([8, 32, 512]), "steps": np.array([900, 200, 30]),
        "contestants": np.array(["a", "b", "c"]), "test": rng.uniform(0.1, 0.95, (3, 3, 5))},),
    "training.mini_batch_stepper": lambda rng: (
        rng.normal(1, 2, (1, 6000)), rng.uniform(size=(5, 5))),
}
WITHOUT_CONTROLS = {
    "batch_norm.each_unit": lambda rng: (rng.normal(2, 3, (5, 40)), rng.normal(size=(5, 40))),
    "batch_norm.whatever_comes_in": lambda rng: ({
        "wide": rng.normal(100, 22, (1, 400)), "skewed": rng.exponential(0.1, (1, 400)) - 3},),
    "batch_norm_gradients.drifting": lambda rng: (
        {name: dict(zip(("J", "|b|"), rng.uniform(size=(2, 30)), strict=True))
         for name in ("right", "mistaken", "mistaken, inputs shifted")},),
    "charts.bars": lambda rng: (
        {"before": {"a": 0.2, "b": (0.7, 0.1)}, "without": {"a": 0.4}}, "accuracy"),
    "charts.lines": lambda rng: (
        {"with batch norm": (np.arange(5), rng.uniform(size=5)), "other": (
            np.arange(5), rng.uniform(size=5), np.full(5, 0.1))}, "step", "accuracy"),
    "layer_norm.gradient_maps": lambda rng: (
        {name: rng.normal(size=(3, 5)) * [1, 0, 1, 1, 0] for name in ("one", "two", "three")},),
    "normalization.bowls": lambda rng: (
        {"raw": penguins()[0], "half": penguins()[0] / 2}, penguins()[1]),
    "normalization.cloud": lambda rng: (
        *penguins(), ("flipper", "bill"), "mm", ("female", "male")),
    "school.panda_story": lambda rng: (told(rng), 4),
    "sensitivity.sensitivity": lambda rng: (load_sweep("sensitivity"),),
    "strategies.budgets_compared": lambda rng: (
        (4, 8), {name: rng.uniform(0, 0.95, (2, 5)) for name in "abcdef"}),
    "strategies.stale": lambda rng: (
        np.logspace(-3, 1, 7), {name: rng.uniform(0, 0.95, (7, 3)) for name in "abcdefg"}),
    "sweeps.depths": lambda rng: (load_sweep("depth"),),
    "sweeps.learning_rate_map": lambda rng: (load_sweep("learning_rate_map"),),
    "training.figure_one": lambda rng: (histories(rng), 2),
}
CASES = {name: partial(drawn, name, arguments)
         for name, arguments in (PANELS | WITHOUT_CONTROLS).items()}
