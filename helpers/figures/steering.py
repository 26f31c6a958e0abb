"""A trained network under the hand: what one layer's gamma and beta do to those after it."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import AFTER, GREEN, INK, new_figure
from helpers.figures.training import A_EDGES, histogram_of_a, shares
from helpers.network import depth, forward, sigmoid
from helpers.softmax import accuracy


class SteeringScene(Scene):
    """A trained sigmoid network whose gammas and betas in one layer are scaled and shifted.

    Parameters
    ----------
    parameters : dict
        Trained, with batch norm; never changed.
    X : ndarray, shape (n0, m)
    y : ndarray of int, shape (m,)
    statistics : dict
        For `helpers.network.predict`.

    Notes
    -----
    `move` takes ``layer``, ``scale`` (multiplies its gammas), ``shift`` (added to its betas) and
    ``source``: "running" statistics, or those of this "batch".
    """

    def __init__(self, parameters, X, y, statistics):
        self.parameters, self.X, self.y, self.statistics = parameters, X, y, statistics
        self.layers = range(1, depth(parameters))
        self.edges = np.linspace(-8, 8, 65)
        figure, axes = new_figure(8.6, 4.4, 2, len(self.layers))
        trained = self.run(1, 1.0, 0.0, "running")[1]
        self.inputs, self.outputs, self.marks = [], [], []
        for layer, top, below in zip(self.layers, *axes, strict=True):
            heights = shares(trained[f"Z_tilde{layer}"], self.edges)
            top.stairs(heights, self.edges, color=INK, linestyle="--", linewidth=1.2)
            top.set(xlim=(-8, 8), ylim=(0, 2.2 * heights.max()), yticks=[], title=f"layer {layer}",
                    xlabel=r"$\tilde z$")
            self.inputs.append(top.stairs(heights, self.edges, color=AFTER, fill=True, alpha=0.6))
            self.outputs.append(histogram_of_a(below, GREEN, ""))
            below.set_xlabel("a")
            self.marks.append(top.text(0.03, 0.9, "", transform=top.transAxes, color=AFTER))
        axes[0, 0].set_ylabel("what goes in\n(dashed: as trained)")
        axes[1, 0].set_ylabel("what comes out")
        super().__init__(
            figure, [*self.inputs, *self.outputs, *self.marks],
            "Histograms of what the sigmoids of every hidden layer receive and give in a trained "
            "network, following a factor on one layer's gamma and a shift of its beta.",
        )

    def run(self, layer, scale, shift, source):
        """Logits and the cache of a forward pass with this layer's gamma and beta changed."""
        changed = self.parameters | {
            f"gamma{layer}": np.float32(scale) * self.parameters[f"gamma{layer}"],
            f"beta{layer}": self.parameters[f"beta{layer}"] + np.float32(shift),
        }
        if source == "running":
            changed = folded(changed, self.statistics)
        return forward(self.X, changed, "sigmoid")

    def move(self, layer, scale, shift, source):
        """Show every layer's values, and how many images are still recognized."""
        Z, cache = self.run(layer, scale, shift, source)
        for i, inputs, outputs, mark in zip(self.layers, self.inputs, self.outputs, self.marks,
                                            strict=True):
            inputs.set_data(shares(cache[f"Z_tilde{i}"], self.edges))
            counts = np.histogram(sigmoid(cache[f"Z_tilde{i}"]), A_EDGES)[0]
            outputs.set_data(counts / counts.max())
            mark.set_text("steered" if i == layer else "")
        spreads = ", ".join(f"layer {i} {cache[f'A{i}'].std(axis=1).mean():.2f}"
                            for i in self.layers)
        return (f"accuracy {accuracy(Z, self.y):.2f} on {self.y.size} dev images\n"
                f"mean spread of a unit's a over the images: {spreads}")


def folded(parameters, statistics, epsilon=1e-5):
    """The network without batch norm that predicts the same, given these statistics.

    With fixed statistics batch norm is a factor and a shift; W and a bias can carry them.
    """
    plain = dict(parameters)
    for layer in range(1, depth(parameters)):
        factor = plain.pop(f"gamma{layer}") / np.sqrt(statistics[f"variance{layer}"] + epsilon)
        plain[f"W{layer}"] = factor * parameters[f"W{layer}"]
        plain[f"b{layer}"] = plain.pop(f"beta{layer}") - factor * statistics[f"mean{layer}"]
    return plain
