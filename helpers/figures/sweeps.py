"""Batch norm over many trainings: learning rates, initializations, depths; norms by layer."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import MaxNLocator, PercentFormatter

from helpers.batch_norm import batch_norm_backward
from helpers.figures.scene import Scene
from helpers.figures.style import AFTER, BEFORE, BLUE, INK, ORANGE, VERMILION, new_figure
from helpers.network import ACTIVATIONS, backward, cross_entropy_gradient, depth, forward

WHICH = {"without": "without batch norm", "with": "with batch norm"}
# Line styles that tell networks apart without their colours.
LINES = (
    {"color": BEFORE, "linestyle": "--", "marker": "s", "markersize": 4},
    {"color": AFTER, "linestyle": "-", "marker": "o", "markersize": 6},
    {"color": VERMILION, "linestyle": ":", "marker": "^", "markersize": 5},
    {"color": ORANGE, "linestyle": "-.", "marker": "D", "markersize": 3, "linewidth": 1.2},
)


class LearningRateMapScene(Scene):
    """Dev accuracy over learning rate and initialization scale, without and with batch norm.

    Parameters
    ----------
    sweep : dict of str to ndarray
        From ``load_sweep("learning_rate_map")``.
    threshold : float
        A cell works if its mean accuracy over the seeds is at least this.
    """

    def __init__(self, sweep, threshold=0.85):
        self.sweep, self.threshold = sweep, threshold
        self.accuracy = {which: sweep[f"accuracy_{which}"].mean(axis=-1) for which in WHICH}
        self.works = {which: mean >= threshold for which, mean in self.accuracy.items()}
        figure, axes = new_figure(9.6, 3.9, 1, 2, sharey=True)
        colours = LinearSegmentedColormap.from_list("paper to blue", ["white", BLUE])
        self.images, self.texts = {}, {}
        for ax, (which, title) in zip(axes, WHICH.items(), strict=True):
            self.images[which] = ax.imshow(self.accuracy[which], cmap=colours, vmin=0, vmax=1,
                                           origin="lower", aspect="auto")
            self.texts[which] = _write_cells(ax, self.accuracy[which], self.works[which])
            _outline(ax, self.works[which])
            ax.set(title=title, xlabel=r"learning rate $\alpha$")
            _powers_of_ten(ax.xaxis, sweep["learning_rates"])
            ax.tick_params(length=0)
            ax.spines[:].set_visible(False)
        axes[0].set_ylabel("standard deviation\nof the first weights")
        _powers_of_ten(axes[0].yaxis, sweep["scales"])
        bar = figure.colorbar(self.images["with"], ax=axes, pad=0.015, aspect=25, label="accuracy "
                              "on the dev set", format=PercentFormatter(1, decimals=0))
        bar.outline.set_visible(False)
        super().__init__(figure, description=(
            "Two maps of the dev accuracy, in percent, over learning rate and initialization "
            "scale: without batch norm only a small patch of cells works, with batch norm a broad "
            f"region. Cells at {threshold:.0%} or more are bold and outlined."))
        self.update()

    def move(self):
        """Return the shares of the cells that work."""
        lines = [f"cells with {self.threshold:.0%} or more (bold, outlined):"] + [
            f"{title:<20} {self.works[which].sum():>2} of {self.works[which].size}"
            f" = {self.works[which].mean():>3.0%};  best cell {self.accuracy[which].max():.1%}"
            for which, title in WHICH.items()
        ]
        return "\n".join(lines)


class DepthScene(Scene):
    """Dev accuracy over depth for each initialization, without and with batch norm.

    Each point takes the learning rate that is best on the dev set, averaged over the seeds.

    Parameters
    ----------
    sweep : dict of str to ndarray
        From ``load_sweep("depth")``.
    """

    def __init__(self, sweep):
        self.sweep = sweep
        self.best = {which: best_learning_rates(sweep, which) for which in WHICH}
        names = sweep["initializations"]
        figure, axes = new_figure(8.6, 3.6, 1, len(names), sharey=True)
        self.curves = {}
        places = np.arange(len(sweep["depths"]))
        for position, (ax, name) in enumerate(zip(axes, names, strict=True)):
            for shift, style, (which, label) in zip((-0.04, 0.04), LINES, WHICH.items(),
                                                    strict=False):
                accuracy = self.best[which][0][:, position]
                mean = accuracy.mean(axis=-1)
                reach = [mean - accuracy.min(axis=-1), accuracy.max(axis=-1) - mean]
                self.curves[which, str(name)] = ax.errorbar(
                    places + shift, mean, reach, **style, label=label, capsize=4)
            ax.set(title=f"first weights: {name}", xlabel="hidden layers", ylim=(0, 1.02),
                   xticks=places, xticklabels=sweep["depths"])
            ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes[0].set_ylabel("accuracy on the dev set")
        axes[0].legend(loc="lower left", bbox_to_anchor=(0, 0.14))
        super().__init__(figure, description=(
            "Dev accuracy over the number of hidden layers, one chart for each initialization, "
            "without and with batch norm: mean over the seeds, bars from the worst to the best."))
        self.update()

    def move(self):
        """Return the means, and the learning rates they were reached with."""
        depths, names = self.sweep["depths"], self.sweep["initializations"]
        lines = [f"{'hidden layers':<28}" + "".join(f"{layers:>20}" for layers in depths)]
        for position, name in enumerate(names):
            for which, label in WHICH.items():
                accuracy, rates = (array[:, position] for array in self.best[which])
                cells = [f"{mean:.1%} (alpha {rate:.2g})" for mean, rate in
                         zip(accuracy.mean(axis=-1), rates, strict=True)]
                lines.append(f"{name + ', ' + label:<28}" + "".join(f"{c:>20}" for c in cells))
        return "\n".join(lines)


class NormsByLayerScene(Scene):
    """Root mean square of activations and gradients, layer by layer, before any training.

    Parameters
    ----------
    X : ndarray, shape (n0, m)
        A mini-batch.
    Y : ndarray, shape (C, m)
        One-hot labels.
    networks : dict of str to dict
        Parameters from `helpers.network.initialize`, by the name the legend gives them; at most
        four, all of one depth.
    activation : {"relu", "sigmoid", "tanh"}
    """

    def __init__(self, X, Y, networks, activation="relu"):
        if not 1 <= len(networks) <= len(LINES):
            raise ValueError(f"networks: expected 1 to {len(LINES)}; got {len(networks)}")
        self.norms = {name: norms_by_layer(X, Y, parameters, activation)
                      for name, parameters in networks.items()}
        figure, axes = new_figure(10, 3.7, 1, 3)
        self.lines = {name: [] for name in networks}
        titles = "activations $A$", r"gradients $d\tilde Z$", "gradients $dW$"
        for position, (ax, title) in enumerate(zip(axes, titles, strict=True)):
            for (name, norms), style in zip(self.norms.items(), LINES, strict=False):
                shown = np.where(norms[position] > 0, norms[position], np.nan)  # no log of 0
                self.lines[name] += ax.plot(np.arange(1, len(shown) + 1), shown, **style,
                                            label=name)
            ax.set(title=title, xlabel="layer", yscale="log")
            ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        axes[0].set_ylabel("root mean square")
        figure.legend(*axes[0].get_legend_handles_labels(), loc="outside upper center",
                      ncols=len(networks))
        super().__init__(figure, description=(
            "Root mean square of the activations, of the gradients with respect to what enters "
            "the activation function, and of the gradients of the weights, over the layers, on "
            f"logarithmic axes, for: {', '.join(networks)}."))
        self.update()

    def move(self):
        """Return the first and the last hidden layer's numbers for each network."""
        wide = max(len(name) for name in self.norms) + 2
        lines = [f"{'hidden layer':<{wide}}" + "".join(
            f"{quantity + ', first':>15}{'last':>9}" for quantity in ("A", "dZ~", "dW"))]
        for name, (A, dZ_tilde, dW) in self.norms.items():
            ends = [f"{norms[0]:>15.1e}{norms[-1]:>9.1e}" for norms in (A, dZ_tilde, dW[:-1])]
            lines.append(f"{name:<{wide}}" + "".join(ends))
        return "\n".join(lines)


def best_learning_rates(sweep, which):
    """Pick the learning rate with the best mean over the seeds for every depth and initialization.

    Parameters
    ----------
    sweep : dict of str to ndarray
        From ``load_sweep("depth")``.
    which : {"without", "with"}

    Returns
    -------
    accuracy : ndarray, shape (depths, initializations, seeds)
    learning_rates : ndarray, shape (depths, initializations)
    """
    accuracy = sweep[f"accuracy_{which}"]
    best = accuracy.mean(axis=-1).argmax(axis=-1)
    picked = np.take_along_axis(accuracy, best[..., np.newaxis, np.newaxis], axis=-2)
    return picked[..., 0, :], sweep["learning_rates"][best]


def norms_by_layer(X, Y, parameters, activation="relu"):
    """Root mean square of each layer's activations and gradients on one mini-batch, in float64.

    Parameters
    ----------
    X, Y, parameters, activation
        As in `helpers.network.forward` and `helpers.network.cross_entropy`.

    Returns
    -------
    A, dZ_tilde : ndarray, shape (L - 1,)
        Of the hidden layers: what they hand on, and the loss's gradient with respect to what
        enters their activation function.
    dW : ndarray, shape (L,)
        The last is the output layer's.
    """
    parameters = {name: np.asarray(value, np.float64) for name, value in parameters.items()}
    Z, cache = forward(np.asarray(X, np.float64), parameters, activation)
    dZ = cross_entropy_gradient(Z, Y)
    gradients = backward(dZ, parameters, cache)
    _, slope = ACTIVATIONS[activation]
    last = depth(parameters)
    dZ_tilde = {}
    for layer in range(last - 1, 0, -1):  # the way back once more: `backward` keeps no dZ_tilde
        dZ = dZ_tilde[layer] = (parameters[f"W{layer + 1}"].T @ dZ) * slope(cache[f"A{layer}"])
        if f"batch_norm{layer}" in cache:
            dZ, _, _ = batch_norm_backward(dZ, cache[f"batch_norm{layer}"])
    hidden = range(1, last)
    return (np.array([_root_mean_square(cache[f"A{layer}"]) for layer in hidden]),
            np.array([_root_mean_square(dZ_tilde[layer]) for layer in hidden]),
            np.array([_root_mean_square(gradients[f"W{layer}"]) for layer in (*hidden, last)]))


def _root_mean_square(values):
    return np.sqrt(np.mean(values * values))


def _write_cells(ax, accuracy, works):
    """Each cell's accuracy in percent; bold where it works."""
    return np.array([[
        ax.text(column, row, f"{100 * value:.0f}", ha="center", va="center", fontsize=8,
                color="white" if value > 0.84 else INK,
                fontweight="bold" if works[row, column] else "normal")
        for column, value in enumerate(line)] for row, line in enumerate(accuracy)])


def _outline(ax, works):
    """A line around the cells that work."""
    padded = np.pad(works, 1).astype(int)
    sides = [([column - 0.5] * 2, [row - 1.5, row - 0.5])
             for row, column in np.argwhere(np.diff(padded, axis=1))]
    sides += [([column - 1.5, column - 0.5], [row - 0.5] * 2)
              for row, column in np.argwhere(np.diff(padded, axis=0))]
    for x, y in sides:
        ax.plot(x, y, color=INK, linewidth=1.8, clip_on=False)


def _powers_of_ten(axis, values):
    """Tick labels for a row of cells: whole powers of ten alone."""
    exponents = np.log10(values)
    whole = np.flatnonzero(np.isclose(exponents, exponents.round()))
    axis.set_ticks(whole, [f"$10^{{{exponents[i]:.0f}}}$" for i in whole])
