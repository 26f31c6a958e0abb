"""Accuracy over a whole search space, measured once: then a search on it costs no training.

A surface's values lie on an even grid that includes both ends of every axis. Between them it is
interpolated linearly onto a finer mesh, and a trial gets the value of the mesh cell it falls into.
Spaces, positions and axes are those of `helpers.sampling`. What does not fit is refused with a
TypeError or ValueError that names the argument.
"""

from dataclasses import dataclass, field

import numpy as np

from helpers.arguments import whole_number
from helpers.sampling import (
    box_start, log_uniform, log_uniform_decay, position_of, sobol_positions,
)

SAMPLERS = {"learning_rate": log_uniform, "epsilon": log_uniform,
            "beta2": log_uniform_decay, "decay": log_uniform_decay}


@dataclass
class Surface:
    """A measured accuracy for every configuration of a space.

    accuracy : one axis for each hyperparameter, on evenly spaced positions. cells : of the finer
    mesh, along each axis. mesh : the accuracy at the centres of its cells. threshold : the best
    tenth of the mesh has more than this.

    >>> rises = Surface({"learning_rate": (log_uniform, 1e-4, 1.0)}, np.array([0.0, 1.0]))
    >>> round(rises.threshold, 2), rises.at({"learning_rate": 0.01}).round(1).item()
    (0.9, 0.5)
    """

    space: dict
    accuracy: np.ndarray
    cells: int = 100
    mesh: np.ndarray = field(init=False, repr=False)
    threshold: float = field(init=False)

    def __post_init__(self):
        if self.accuracy.ndim != len(self.space):
            raise ValueError(f"accuracy: expected {len(self.space)} axes, one for each "
                             f"hyperparameter; got shape {self.accuracy.shape}")
        centres = (np.arange(self.cells) + 0.5) / self.cells
        self.mesh = np.asarray(self.accuracy, float)
        for nodes in self.accuracy.shape:  # the first axis goes, its finer self comes last
            weights = [np.interp(centres, np.linspace(0, 1, nodes), one) for one in np.eye(nodes)]
            self.mesh = np.tensordot(self.mesh, weights, (0, 0))
        self.threshold = float(np.percentile(self.mesh, 90))

    def at(self, configurations):
        """The accuracies of configurations: a dict of arrays, as from `helpers.sampling.random`."""
        return self.at_positions(*(position_of(axis, configurations[name])
                                   for name, axis in self.space.items()))

    def at_positions(self, *positions):
        """The accuracies at positions from 0 to 1 along each axis; arrays are broadcast."""
        return self.mesh[tuple(
            np.clip((self.cells * p).astype(int), 0, self.cells - 1) for p in positions)]


def measured_surfaces(sweep):
    """The surfaces of ``load_sweep("search_surface")`` by name, each the mean over the seeds.

    They are "one matters" (alpha and Adam's epsilon), "both matter" (alpha and momentum's decay)
    and "three dimensions" (alpha, epsilon and beta2).

    >>> from helpers.datasets import load_sweep
    >>> list(measured_surfaces(load_sweep("search_surface"))["both matter"].space)
    ['learning_rate', 'decay']
    """
    surfaces = {}
    for key, name in {"one": "one matters", "both": "both matter",
                      "three": "three dimensions"}.items():
        space = {}
        for axis in sweep[f"{key}_axes"].tolist():
            values = sweep[f"{key}_{axis}"]
            space[axis] = (SAMPLERS[axis], values[0].item(), values[-1].item())
        surfaces[name] = Surface(space, sweep[f"{key}_accuracy"].mean(axis=-1),
                                 cells=100 if len(space) == 2 else 40)
    return surfaces


def simulated_searches(surface, points, method, rng, searches=1000):
    """The best accuracy of each of many searches on a surface, shape (searches,).

    points : per side; a search has points ** hyperparameters trials. method : "random", or "grid"
    or "sobol", both shifted at random, as those of `helpers.sampling` with a generator.

    >>> rises = Surface({"learning_rate": (log_uniform, 1e-4, 1.0)}, np.array([0.0, 1.0]))
    >>> best = simulated_searches(rises, 5, "random", np.random.default_rng(0))
    >>> best.mean().round(1)  # the largest of 5 random numbers is 5/6 on average
    np.float64(0.8)
    """
    points = whole_number("points", points, low=1)
    searches = whole_number("searches", searches, low=1)
    axes = len(surface.space)
    if method == "random":
        positions = rng.random((axes, searches, points**axes))
    elif method == "sobol":
        positions = sobol_positions(axes, points**axes, (searches,), rng)
    elif method == "grid":
        sides = (np.arange(points) + rng.random((axes, searches, 1))) / points
        shapes = np.eye(axes, dtype=int) * (points - 1) + 1  # each side along an axis of its own
        positions = [side.reshape(searches, *shape)
                     for side, shape in zip(sides, shapes, strict=True)]
    else:
        raise ValueError(f"method: expected 'grid', 'random' or 'sobol'; got {method!r}")
    return surface.at_positions(*positions).reshape(searches, -1).max(axis=1)


def zoomed_searches(surface, share, rng, searches=1000, trials=12):
    """Best accuracy of each of many random searches from coarse to fine, shape (searches,).

    share : each side of the box as a part of the space's, above 0 and at most 1. The box lies
    around the best of the coarse trials, as in `helpers.sampling.around`; with 1 it is the whole
    space: no zoom. trials : of the coarse sample, and again of the fine one.

    >>> rises = Surface({"learning_rate": (log_uniform, 1e-4, 1.0)}, np.array([0.0, 1.0]))
    >>> best = [zoomed_searches(rises, share, np.random.default_rng(0)) for share in (1, 0.3)]
    >>> bool(best[1].mean() > best[0].mean())
    True
    """
    searches = whole_number("searches", searches, low=1)
    trials = whole_number("trials", trials, low=1)
    axes = len(surface.space)
    coarse = rng.random((axes, searches, trials))
    accuracy = surface.at_positions(*coarse)
    centre = np.take_along_axis(coarse, accuracy.argmax(axis=1)[None, :, None], axis=2)
    fine = box_start(centre, share) + share * rng.random((axes, searches, trials))
    return np.maximum(accuracy.max(axis=1), surface.at_positions(*fine).max(axis=1))
