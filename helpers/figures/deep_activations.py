"""What a deep network's layers hand on, with and without normalization."""

from itertools import pairwise

import numpy as np
from matplotlib.legend_handler import HandlerTuple

from helpers import network
from helpers.batch_norm import batch_norm_forward
from helpers.figures.scene import Scene
from helpers.figures.style import AFTER, BEFORE, GREY, INK, new_figure

ACTIVATIONS = {name: network.ACTIVATIONS[name.lower()] for name in ("sigmoid", "tanh", "ReLU")}


class DeepActivationsScene(Scene):
    """Histograms of z and a, layer by layer, in a deep network with random weights.

    Filled: all units together. Outlined: the first unit of the layer alone.

    Parameters
    ----------
    X : ndarray, shape (n, m)
        Inputs, one column an example.
    rng : numpy.random.Generator
        Draws the weights, once; the slider scales them.
    layers, units : int

    Notes
    -----
    `move` takes ``scale`` (float: weights have standard deviation scale / sqrt(inputs of the
    layer)), ``normalize`` ("nothing", "z" or "a") and ``activation`` (a key of `ACTIVATIONS`).
    """

    def __init__(self, X, rng, layers=4, units=50):
        self.X = X
        sizes = [X.shape[0]] + [units] * layers
        self.weights = [rng.standard_normal((n_out, n_in)) / np.sqrt(n_in)
                        for n_in, n_out in pairwise(sizes)]
        self.edges = {"z": np.linspace(-6, 6, 73), "a": np.linspace(-3, 3, 73)}
        figure, axes = new_figure(9, 3.9, 2, layers, sharex="row", sharey=True)
        self.bars, self.outlines = {}, {}
        for row, (name, colour) in enumerate((("z", BEFORE), ("a", AFTER))):
            edges = self.edges[name]
            empty = np.zeros(len(edges) - 1)
            self.bars[name] = [ax.stairs(empty, edges, fill=True, color=colour, alpha=0.6)
                               for ax in axes[row]]
            self.outlines[name] = [ax.stairs(empty, edges, color=INK, linewidth=1.3)
                                  for ax in axes[row]]
            axes[row, 0].set(ylabel=("$z$, into $g$", "$a$, handed on")[row], yticks=[])
            for ax in axes[row]:
                ax.set(xlim=edges[[0, -1]], ylim=(0, 1.08), xticks=(-5, 0, 5) if row == 0
                       else (-2, 0, 2))
                ax.axvline(0, color=GREY, linewidth=0.8, linestyle=":")
        for layer, ax in enumerate(axes[0], start=1):
            ax.set_title(f"layer {layer}")
        figure.legend([(self.bars["z"][0], self.bars["a"][0]), self.outlines["z"][0]],
                      ["all units", "one unit"], handler_map={tuple: HandlerTuple(None)},
                      loc="outside upper center", ncols=2)
        moving = [artist for name in "za" for artist in self.bars[name] + self.outlines[name]]
        super().__init__(figure, moving, (
            "Histograms of z (top) and a (bottom) over the examples in the hidden layers of a "
            "network with random weights: filled for all units together, outlined for the "
            "first unit alone, each scaled to its tallest bar."))

    def forward(self, scale, normalize, activation):
        """Return a list of (Z, A, slope of g at Z), one for each layer."""
        g, slope = ACTIVATIONS[activation]
        A, layers = self.X, []
        for W in self.weights:
            Z = scale * W @ A
            if normalize == "z":
                Z = _normalize(Z)
            A = g(Z)
            slope_of_g = slope(A)
            if normalize == "a":
                A = _normalize(A)
            layers.append((Z, A, slope_of_g))
        return layers

    def move(self, scale, normalize, activation):
        """Show z and a for this scale of the weights."""
        layers = self.forward(scale, normalize, activation)
        for position, (Z, A, _) in enumerate(layers):
            for name, values in (("z", Z), ("a", A)):
                edges = self.edges[name]
                for artists, shown in ((self.bars, values), (self.outlines, values[0])):
                    counts = np.histogram(shown.clip(edges[0], edges[-1]), edges)[0]
                    artists[name][position].set_data(counts / counts.max())
        rows = {
            "z  mean": [Z.mean() for Z, _, _ in layers],
            "z  spread": [Z.std(axis=-1).mean() for Z, _, _ in layers],
            "a  mean": [A.mean() for _, A, _ in layers],
            "a  spread": [A.std(axis=-1).mean() for _, A, _ in layers],
            "slope of g, mean": [slope.mean() for _, _, slope in layers],
        }
        header = f"{'layer':<18}" + "".join(f"{i + 1:>9}" for i in range(len(layers)))
        return "\n".join([header] + [
            f"{name:<18}" + "".join(f"{value + 0.0:9.3g}" for value in np.round(values, 4))
            for name, values in rows.items()
        ])


def _normalize(Z):
    """Mean 0 and variance 1 for each unit; a unit that never changes becomes 0."""
    ones = np.ones((len(Z), 1))
    return batch_norm_forward(Z, ones, 0 * ones)[0]
