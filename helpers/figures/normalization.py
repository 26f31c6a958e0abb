"""What normalizing does to the inputs, and to the path of gradient descent."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from helpers.figures.loss_bowl import PATIENCE, PREPROCESSING, STEPS, Bowl
from helpers.figures.scene import Scene
from helpers.figures.style import BLUE, GREEN, GREY, INK, ORANGE, VERMILION, new_figure
from helpers.normalization import descend, input_statistics

TINTS = LinearSegmentedColormap.from_list("tints", [BLUE, "white"])


class CloudScene(Scene):
    """Two features of the examples: raw, centred, normalized, each with equal axes.

    Parameters
    ----------
    X : ndarray, shape (2, m)
    Y : ndarray, shape (1, m)
    names : sequence of two str
        What the features, and then the two classes, are called.
    classes : sequence of two str
    """

    def __init__(self, X, Y, names=("$x_1$", "$x_2$"), classes=("0", "1")):
        self.X = X
        figure, axes = new_figure(9, 3.4, 1, 3)
        for ax, name in zip(axes, ("raw", "centred", "normalized"), strict=True):
            points = PREPROCESSING[name](X)
            for label, colour, marker in ((0, ORANGE, "o"), (1, BLUE, "^")):
                x1, x2 = points[:, Y[0] == label]
                ax.plot(x1, x2, marker, color=colour, markersize=3.5, alpha=0.6,
                        label=classes[label])
            ax.axhline(0, color=GREY, linewidth=0.8)
            ax.axvline(0, color=GREY, linewidth=0.8)
            ax.set(title=name, xlabel=names[0], aspect="equal", adjustable="datalim")
        axes[0].set_ylabel(names[1])
        axes[0].legend(loc="upper left", markerscale=1.5, handletextpad=0.1)
        super().__init__(figure, description=(
            "Scatter plots of two features, raw, centred and normalized, both axes on the same "
            "scale: far from the origin, then around it but stretched, then as tall as wide."))
        self.update()

    def move(self):
        """Return the mean and the spread of both features."""
        mu, variance = input_statistics(self.X)
        return "\n".join(f"feature {i + 1}: mean {mu[i, 0]:.1f}, spread {variance[i, 0]**0.5:.1f}"
                         for i in range(2))


class LossContoursScene(Scene):
    """Loss contours over (w1, w2) at b = 0 with gradient descent's path, and its learning curve.

    Parameters
    ----------
    X : ndarray, shape (2, m)
        Raw features.
    Y : ndarray, shape (1, m)

    Notes
    -----
    `move` takes ``preprocessing`` (a key of `PREPROCESSING`) and ``learning_rate``.
    """

    def __init__(self, X, Y):
        self.bowls = {name: Bowl(change(X), Y) for name, change in PREPROCESSING.items()}
        self.shown, self.contours = None, []
        figure, (self.plane, axis) = new_figure(9, 4.1, 1, 2)
        self.plane.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
        self.plane.locator_params(nbins=5)
        self.plane.plot(0, 0, "s", color=INK, markersize=7, label="start, $w = 0$")
        self.bottom, = self.plane.plot([], [], "X", color=INK, markersize=9,
                                       label="lowest point at $b = 0$")
        self.path, = self.plane.plot([], [], ".-", color=VERMILION, linewidth=1.2, markersize=5,
                                     label=f"{STEPS} steps")
        self.plane.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3,
                          handletextpad=0.3, columnspacing=1)
        for name, style in (("raw", ":"), ("centred", "--"), ("normalized", "-.")):
            bowl = self.bowls[name]
            axis.plot((bowl.curve[:STEPS + 1] - bowl.lowest).clip(1e-7), style, color=GREY,
                      label=rf"{name}, $\alpha = 1/L$")
        self.curve, = axis.plot([], [], color=VERMILION, linewidth=2.4, label="the path shown")
        axis.axhline(1e-3, color=GREEN, linewidth=1)
        axis.text(STEPS, 8e-4, "J* + 0.001", color=GREEN, ha="right", va="top", fontsize=9)
        axis.set(yscale="log", xlim=(0, STEPS), ylim=(1e-6, 10), xlabel="steps",
                 ylabel="J - J* (loss above its minimum)")
        axis.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)
        super().__init__(figure, [self.path, self.curve], (
            "Left: contours of the loss over w1 and w2 at b = 0, with the path of gradient "
            "descent. Right: how far the loss is above its minimum, step by step, for this path "
            "and for raw, centred and normalized inputs at alpha = 1/L."))

    def move(self, preprocessing, learning_rate):
        """Show the descent on inputs so preprocessed, at this learning rate."""
        bowl = self.bowls[preprocessing]
        if preprocessing != self.shown:
            self._show_bowl(preprocessing)
        path, J = descend(bowl.X, bowl.Y, learning_rate, STEPS)
        self.path.set_data(path[:, 0], path[:, 1])
        self.curve.set_data(np.arange(STEPS + 1), (J - bowl.lowest).clip(1e-7, 10))
        reached = _count(bowl.steps_needed(bowl.curve), PATIENCE)
        return (
            f"at w = 0: condition number {_large(bowl.condition_slice)} over (w1, w2), "
            f"{_large(bowl.condition)} over (w1, w2, b)\n"
            f"largest stable learning rate 2/L = {bowl.stable:.3g} "
            f"({bowl.stable_at_minimum:.3g} at the minimum); "
            f"alpha = {learning_rate:.3g} is {learning_rate / bowl.stable:.2f} of it\n"
            f"J* + 0.001: {_count(bowl.steps_needed(J), STEPS)}{_trouble(J)}; "
            f"with alpha = 1/L {reached}\n"
            f"the contours are the slice b = 0; the path ends at b = {path[-1, -1]:.2f}, "
            f"J = {J[-1]:.3f}"
        )

    def _show_bowl(self, name):
        """Draw other contours."""
        self.shown, bowl = name, self.bowls[name]
        for contours in self.contours:
            contours.remove()
        self.contours = _draw_contours(self.plane, bowl)
        self.bottom.set_data(bowl.bottom)
        self.redraw_background()


class BowlsScene(Scene):
    """Several kinds of preprocessing side by side: contours and descent at alpha = 1/L.

    Parameters
    ----------
    X : ndarray, shape (2, m)
        Raw features.
    Y : ndarray, shape (1, m)
    names : sequence of str
        Keys of `PREPROCESSING`.
    """

    def __init__(self, X, Y, names=("raw", "centred", "normalized")):
        self.bowls = {name: Bowl(PREPROCESSING[name](X), Y) for name in names}
        figure, axes = new_figure(9, 3.6, 1, len(names))
        for ax, (name, bowl) in zip(axes, self.bowls.items(), strict=True):
            path, _ = descend(bowl.X, Y, bowl.stable / 2, STEPS)
            _draw_contours(ax, bowl)
            ax.plot(*bowl.bottom, "X", color=INK, markersize=9)
            ax.plot(path[:, 0], path[:, 1], ".-", color=VERMILION, linewidth=1.2, markersize=5)
            ax.plot(0, 0, "s", color=INK, markersize=6)
            ax.set(title=f"{name}\ncondition number {_large(bowl.condition_slice)}", xlabel="$w_1$",
                   aspect="equal")
            ax.locator_params(nbins=4)
        axes[0].set_ylabel("$w_2$")
        super().__init__(figure, description=(
            f"Loss contours over w1 and w2 at b = 0 and {STEPS} steps of gradient descent at "
            f"alpha = 1/L, from the square towards the cross: {'; '.join(names)}."))
        self.update()

    def move(self):
        """Return the condition numbers and the steps needed at alpha = 1/L."""
        return "\n".join(
            f"{name:<30} condition number {_large(bowl.condition_slice):>5}, with b "
            f"{_large(bowl.condition):>7}   J* + 0.001 "
            f"{_count(bowl.steps_needed(bowl.curve), PATIENCE)}"
            for name, bowl in self.bowls.items()
        )


def _draw_contours(ax, bowl):
    """Tints and lines of equal loss over the bowl's window; return both, to be removed later."""
    w1, w2, J = bowl.surface()
    floor = J.min()
    drop = np.log(2) - floor  # at w = 0 and b = 0 the loss is log 2, whatever the inputs
    levels = floor + drop * np.array([0, 0.05, 0.2, 0.5, 1, 1.8, 3, 5, 8])
    ax.set(xlim=w1[[0, -1]], ylim=w2[[0, -1]])
    return [
        ax.contourf(w1, w2, J, levels, cmap=TINTS, alpha=0.55, zorder=0),
        ax.contour(w1, w2, J, levels[1:], colors=GREY, linewidths=0.7, zorder=1),
    ]


def _large(number):
    """A condition number, with as many digits as anyone wants to read."""
    if number >= 1e5:
        return f"{number:.1e}".replace("e+0", "e")
    return f"{number:,.0f}" if number >= 20 else f"{number:.1f}"


def _count(steps, tried):
    return f"not in {tried} steps" if steps is None else f"after {steps} steps"


def _trouble(J):
    """Say so where gradient descent jumps: this loss may bounce for ever, far from its lowest."""
    rises = int((np.diff(J) > 1e-9).sum())
    if J[-1] > J[0]:
        return f", ends above its start (the loss rose in {rises} steps)"
    return f" (overshoots: the loss rose in {rises} steps)" if rises else ""
