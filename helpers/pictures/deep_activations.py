"""What a deep network's layers hand on, with and without normalization."""

from itertools import pairwise

import numpy as np
from ipywidgets import Dropdown, ToggleButtons

from helpers.batch_norm import EPSILON, batch_norm_forward
from helpers.network import ACTIVATIONS
from helpers.pictures.controls import Slider, decades
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import GREEN, GREY, LIGHT, PURPLE, new_figure

EDGES = np.linspace(-4, 4, 41)  # of a histogram, in a unit's own standard deviations


def random_weights(inputs, rng, layers=4, units=50):
    """Weights of a deep network, of standard deviation 1 / sqrt(inputs of the layer)."""
    sizes = [inputs] + [units] * layers
    return [rng.standard_normal((n_out, n_in)) / np.sqrt(n_in) for n_in, n_out in pairwise(sizes)]


def layers_of(X, weights, scale, normalize, activation):
    """(Z, A, slope of g at Z) of each layer, each (units, m), of a network without gamma and beta.

    X has shape (n, m); the weights are multiplied by `scale`; normalize is "nothing", "z" or
    "a"; activation "sigmoid", "tanh" or "ReLU".
    """
    g, slope = ACTIVATIONS[activation.lower()]
    A, layers = X, []
    for W in weights:
        Z = scale * W @ A
        Z = _normalized(Z) if normalize == "z" else Z
        A = g(Z)
        slope_of_g = slope(A)
        A = _normalized(A) if normalize == "a" else A
        layers.append((Z, A, slope_of_g))
    return layers


@drawing()
def deep_activations(X, weights):
    """How far z and a spread, layer by layer, and the shape of their histograms.

    X has shape (n, m); `weights` are `random_weights(n, rng)`.
    """
    figure, (left, right) = new_figure(8.6, 3.3, 1, 2, "subfigures", width_ratios=[1, 1.9])
    axes, layers = left.subplots(), range(1, len(weights) + 1)
    axes.set(yscale="log", ylim=(1e-8, 1e4), xticks=layers, xlabel="layer",
             xlim=(0.7, len(weights) + 0.3))
    axes.set_ylabel("standard deviation of a unit\n(mean over the units)")
    axes.axhline(1, color=LIGHT, linewidth=1)
    spreads = {"z": axes.plot([], [], "s--", color=PURPLE, label="$z$, into $g$")[0],
               "a": axes.plot([], [], "o-", color=GREEN, label="$a$, handed on")[0]}
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, columnspacing=1)
    grid = right.subplots(2, len(weights), sharex=True, sharey=True)
    bars = {name: [a.stairs(np.zeros(40), EDGES, fill=True, color=colour, alpha=0.7) for a in row]
            for name, colour, row in zip("za", (PURPLE, GREEN), grid, strict=True)}
    for name, row in zip("za", grid, strict=True):
        row[0].set_ylabel(f"${name}$")
        for a in row:
            a.set(ylim=(0, 1.05), yticks=[], xticks=[-3, 0, 3])
            a.axvline(0, color=GREY, linewidth=0.8, linestyle=":")
    for layer, a in zip(layers, grid[0], strict=True):
        a.set_title(f"layer {layer}", fontsize=10)
    right.supxlabel("in the unit's own standard deviations from its own mean", fontsize=9)

    def move(scale, normalize, activation):
        found = layers_of(X, weights, scale, normalize, activation)
        rows, (Zs, As, slopes) = {}, zip(*found, strict=True)
        for name, of_layers in (("z", Zs), ("a", As)):
            for stairs, V in zip(bars[name], of_layers, strict=True):
                heights = np.histogram(_normalized(V[V.std(axis=-1) > 1e-12], 0.0), EDGES)[0]
                stairs.set_data(heights / max(heights.max(), 1), EDGES)
            rows[f"{name}  mean"] = [V.mean() for V in of_layers]
            rows[f"{name}  spread"] = [V.std(axis=-1).mean() for V in of_layers]
            spreads[name].set_data(layers, rows[f"{name}  spread"])
        rows["slope of g, mean"] = [slope.mean() for slope in slopes]
        return "\n".join([f"{'layer':<18}" + "".join(f"{layer:>9}" for layer in layers)] + [
            f"{name:<18}" + "".join(f"{value + 0.0:9.3g}" for value in np.round(numbers, 4))
            for name, numbers in rows.items()])

    return Panel(
        figure, "Left: the standard deviation of z and of a by layer, on a logarithmic axis, in a "
        "network with random weights. Right: histograms of z (top) and a (bottom) of all units, "
        "layer by layer, each unit in its own standard deviations: the shape alone.",
        {**spreads, "z_bars": bars["z"], "a_bars": bars["a"]}, move,
        scale=Slider("weight scale", 1.0, decades(-1, 1)),
        normalize=ToggleButtons(options=["nothing", "z", "a"], description="normalize"),
        activation=Dropdown(options=["sigmoid", "tanh", "ReLU"], description="activation g"))


def _normalized(Z, epsilon=EPSILON):
    """Mean 0 and variance 1 for each unit; a unit that never changes becomes 0."""
    ones = np.ones((len(Z), 1))
    return batch_norm_forward(Z, ones, 0 * ones, epsilon)[0] if Z.size else Z
