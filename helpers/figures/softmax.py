"""Softmax: from logits to probabilities, and the regions in which each class wins."""

import numpy as np
from contourpy import contour_generator
from matplotlib.colors import to_rgb
from matplotlib.legend_handler import HandlerTuple
from matplotlib.patches import Patch

from helpers.figures.scene import Scene
from helpers.figures.style import BLUE, GREEN, GREY, INK, ORANGE, VERMILION, new_figure
from helpers.network import predict
from helpers.softmax import accuracy, cross_entropy, cross_entropy_gradient, one_hot, softmax

CLASS_COLOURS = (ORANGE, GREEN, BLUE)
MARKERS = ("o", "s", "^")
LARGEST_LOGIT = 20.0  # where the sliders end
HIGHEST_LOSS = 6.0  # the loss curve's axis ends here
STRENGTHS = (0.125, 0.25, 0.375, 0.5)  # of a region's colour: of those a picture keeps exactly
SURE = (0.6, 0.8, 0.95)  # where the winner's probability passes these, its colour gets stronger
GRID = 161  # points on a side of the map


class LogitsScene(Scene):
    """Three logits: their exponentials, the probabilities, the loss and its gradient.

    Notes
    -----
    `move` takes ``z1``, ``z2``, ``z3``, ``temperature`` (all float) and ``truth`` (0, 1 or 2, the
    right class). Logits that tie for the largest share the hard max, as they do in the limit of
    a small temperature.
    """

    def __init__(self):
        figure, ((raw, shares), (curve, slopes)) = new_figure(8, 5, 2, 2)
        places = np.arange(3)
        self.exponentials = raw.bar(places, [1, 1, 1], color=CLASS_COLOURS, width=0.6)
        self.sizes = [raw.text(c, 1, "", ha="center", va="bottom", fontsize=9) for c in places]
        raw.set(title="$e^{z/T}$, the largest drawn as 1", ylim=(0, 1.15), yticks=[])
        self.shares = shares.bar(places, [1, 1, 1], color=CLASS_COLOURS, width=0.6)
        self.hard, = shares.plot([], [], color=INK, linestyle="--", linewidth=1.3,
                                 label="hard max")
        shares.set(title="probabilities $a$", ylim=(0, 1.15))
        shares.legend(loc="upper right", bbox_to_anchor=(1.02, 1.16), handlelength=1.6)
        a = np.linspace(np.exp(-HIGHEST_LOSS), 1, 300)
        curve.plot(a, -np.log(a), color=GREY)
        self.loss, = curve.plot([], [], "o", color=VERMILION, markersize=9, markeredgecolor=INK,
                                clip_on=False)
        curve.set(title="loss $J = -\\log a$ of the right class", xlim=(0, 1.02),
                  ylim=(0, HIGHEST_LOSS), xlabel="probability of the right class")
        self.gradient = slopes.bar(places, [1, 1, 1], color=CLASS_COLOURS, width=0.6)
        slopes.axhline(0, color=INK, linewidth=1)
        slopes.set(title="gradient $a - y$", ylim=(-1.05, 1.05), xlabel="class")
        for axes in (raw, shares, slopes):
            axes.set_xticks(places, ["1", "2", "3"])
            axes.set_xlim(-0.6, 2.6)
        super().__init__(
            figure,
            [*self.exponentials, *self.sizes, *self.shares, self.hard, self.loss, *self.gradient],
            "Three logits as bars: their exponentials, their probabilities with the hard max "
            "dashed, the loss of the right class on the curve of minus the logarithm, and the "
            "gradient, probabilities minus the one-hot label.",
        )

    def move(self, z1, z2, z3, temperature, truth):
        """Show these logits, divided by the temperature, and the right class."""
        z = np.array([z1, z2, z3])
        Z = z[:, np.newaxis] / temperature
        Y = one_hot([truth], classes=3)
        a, y, largest = softmax(Z)[:, 0], Y[:, 0], Z.max()
        loss = cross_entropy(Z, Y).item()
        slopes = cross_entropy_gradient(Z, Y)[:, 0]
        heights = np.exp(Z[:, 0] - largest)
        _set_heights(self.exponentials, heights)
        _set_heights(self.shares, a)
        _set_heights(self.gradient, slopes)
        for text, height, exponent in zip(self.sizes, heights, Z[:, 0], strict=True):
            text.set(text=_short(np.exp(exponent)), y=height + 0.02)
        self.hard.set_data(_dashed_bars(np.isclose(z, z.max(), rtol=0, atol=1e-9)))
        self.loss.set_data([a[truth]], [min(loss, HIGHEST_LOSS)])
        return "\n".join([
            f"z / T            {_row(Z[:, 0], '9.2f')}"
            + ("   no room to add: 20 is the end" if z.max() >= LARGEST_LOGIT else ""),
            f"probabilities a  {_row(a, '9.4f')}   together {a.sum():.4f}",
            f"label y          {_row(y, '9.0f')}",
            f"gradient a - y   {_row(slopes, '9.4f')}   together {abs(slopes.sum()):.4f}",
            f"loss -log a of class {truth + 1} = {abs(loss):.3f}"
            + (" (above the picture)" if loss > HIGHEST_LOSS else ""),
        ])


class RegionsScene(Scene):
    """Which class wins where, while a network is trained: two features, three classes.

    Parameters
    ----------
    training, test : tuple of X and y
        Inputs of shape (2, m), normalized, and labels 0, 1, 2.
    names : sequence of str
        Of the three classes.
    paths : dict of str to list of dict
        For each model its parameters before the first step and after every step, as
        `helpers.network.initialize` makes them (tanh, no batch norm). All of one length.
    features : sequence of two str

    Notes
    -----
    `move` takes ``model`` (a key of `paths`), ``step`` (int) and ``temperature`` (float).
    """

    def __init__(self, training, test, names, paths, features=("$x_1$", "$x_2$")):
        self.training, self.test, self.paths = training, test, paths
        self.colours = np.array([to_rgb(colour) for colour in CLASS_COLOURS])
        everything = np.concatenate([training[0], test[0]], axis=1)
        middle = (everything.max(axis=1) + everything.min(axis=1)) / 2
        reach = 0.58 * np.ptp(everything, axis=1)
        self.x1, self.x2 = np.linspace(middle - reach, middle + reach, GRID).T
        self.grid = np.array(np.meshgrid(self.x1, self.x2)).reshape(2, -1)
        figure, axes = new_figure(8, 4.6)
        extent = [*self.x1[[0, -1]], *self.x2[[0, -1]]]
        self.map = axes.imshow(np.ones((GRID, GRID, 3)), extent=extent, origin="lower",
                               aspect="auto", interpolation="nearest")
        self.equal = [axes.plot([], [], color=INK, linestyle=":", linewidth=1.2)[0]
                      for _ in range(3)]
        self.borders = [axes.plot([], [], color=INK, linewidth=2)[0] for _ in range(3)]
        points = _points(axes, training, test, names)
        self.equal[0].set_label("two probabilities equal")
        self.borders[0].set_label("border: the two largest equal")
        axes.set(xlim=extent[:2], ylim=extent[2:], xlabel=features[0], ylabel=features[1])
        _legend(axes)
        super().__init__(
            figure, [self.map, *self.equal, *self.borders, *points],
            "A map of two features, coloured by the class with the largest probability, stronger "
            "where it is surer, with the borders between the classes as lines and the examples "
            "as dots, squares and triangles.",
        )

    def move(self, model, step, temperature):
        """Show the regions of this model after this step."""
        parameters = self.paths[model][step]
        Z = _logits(self.grid, parameters) / temperature
        winner, largest = Z.argmax(axis=0), softmax(Z).max(axis=0)
        strength = np.take(STRENGTHS, np.digitize(largest, SURE))[:, np.newaxis]
        tints = 1 - strength * (1 - self.colours[winner])
        self.map.set_data(tints.reshape(GRID, GRID, 3))
        for (i, j), dotted, solid in zip(
            ((0, 1), (0, 2), (1, 2)), self.equal, self.borders, strict=True
        ):
            line = self._zero_line((Z[i] - Z[j]).reshape(GRID, GRID))
            dotted.set_data(line)
            third = 3 - i - j
            at = _logits(np.nan_to_num(line), parameters)
            solid.set_data(np.where(at[third] < at[i], line, np.nan))
        lines = [f"step {step}, {model}, temperature {temperature:.3g}"]
        for name, (X, y) in (("training", self.training), ("test", self.test)):
            logits = _logits(X, parameters) / temperature
            lines.append(f"{name:<9} accuracy {accuracy(logits, y):.3f}   "
                         f"loss {cross_entropy(logits, one_hot(y, 3)):.3f}")
        return "\n".join(lines)

    def _zero_line(self, difference):
        """Points (2, k) along which a map is 0; NaN where the line is interrupted."""
        pieces = contour_generator(self.x1, self.x2, difference).lines(0.0)
        gap = np.full((1, 2), np.nan)
        return np.concatenate([part for piece in pieces for part in (piece, gap)] or [gap]).T


def _logits(X, parameters):
    return predict(X, parameters, {}, "tanh")


def _points(axes, training, test, names):
    """The examples, each class with its own colour and marker; those of the test set ringed."""
    artists = []
    for c, name in enumerate(names):
        for (X, y), ring, size, label in ((training, "white", 5.5, name), (test, INK, 6.5, None)):
            artists += axes.plot(*X[:, y == c], MARKERS[c], color=CLASS_COLOURS[c], markersize=size,
                                 markeredgecolor=ring, markeredgewidth=0.7, label=label)
    axes.plot([], [], "o", color="white", markeredgecolor=INK, label="ringed: test set")
    return artists


def _legend(axes):
    """What the lines and markers mean, and the strengths of the colours."""
    handles, labels = axes.get_legend_handles_labels()
    grey = np.array(to_rgb(GREY))
    tints = tuple(Patch(color=1 - strength * (1 - grey)) for strength in STRENGTHS)
    levels = ", ".join(f"{level:g}" for level in SURE)
    axes.legend([*handles, tints], [*labels, f"stronger: largest\nprobability above\n{levels}"],
                loc="center left", bbox_to_anchor=(1, 0.5),
                handler_map={tuple: HandlerTuple(ndivide=None, pad=0)}, handlelength=3.2)


def _dashed_bars(largest):
    """Outline (2, 5k) of the hard max: 1 for the largest, shared where several tie."""
    height = 1 / largest.sum()
    outline = [(c + side, top) for c in np.flatnonzero(largest) for side, top in (
        (-0.36, 0), (-0.36, height), (0.36, height), (0.36, 0), (np.nan, np.nan))]
    return np.transpose(outline)


def _set_heights(bars, heights):
    for bar, height in zip(bars, heights, strict=True):
        bar.set_height(height)


def _row(numbers, form):
    """Numbers side by side; a rounded -0.0 reads 0.0."""
    return " ".join(f"{round(float(number), 6) + 0.0:{form}}" for number in numbers)


def _short(number):
    """A positive number in few letters."""
    if 0.01 <= number < 1e5:
        return f"{number:.2f}" if number < 1000 else f"{number:.0f}"
    return f"{number:.0e}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
