"""Mini-batches, and training with and without batch norm."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import AFTER, BEFORE, GREY, INK, ORANGE, new_figure

A_EDGES = np.linspace(0, 1, 41)  # bars of the sigmoid's output
COLOURS = (ORANGE, AFTER)  # without, with batch norm
STYLES = ("--", "-")


class MiniBatchScene(Scene):
    """One unit, one mini-batch after another, each normalized with its own mean and variance.

    Parameters
    ----------
    z : ndarray, shape (1, N)
        The unit's values over the training set, in the order in which it is cut up.
    batches : int
        How many mini-batches are shown.
    epsilon : float

    Notes
    -----
    `move` takes ``batch`` (1 to `batches`) and ``m`` (the mini-batch size).
    """

    def __init__(self, z, batches=25, epsilon=1e-5):
        self.z, self.batches, self.epsilon = z.ravel(), batches, epsilon
        self.mean, self.variance = self.z.mean(), self.z.var()
        self.bars = np.linspace(-4.25, 4.25, 18)  # in standard deviations of the training set
        figure, ((before, after), (mu, sigma)) = new_figure(8, 5.2, 2, 2)
        edges = self.mean + np.sqrt(self.variance) * self.bars
        self.before = self._histogram(before, edges, BEFORE, "z in this mini-batch")
        self.after = self._histogram(after, self.bars, AFTER, "z_norm in this mini-batch")
        outline = shares((self.z - self.mean) / np.sqrt(self.variance), self.bars)
        before.stairs(outline, edges, color=INK, linestyle="--", label="all training images")
        before.set_ylabel("share of the examples\nin each bar")
        after.axvline(0, color=INK, linestyle=":")
        before.legend(loc="upper right")
        self.mu, self.mu_now = self._series(mu, self.mean, r"$\mu$ of each mini-batch")
        self.sigma, self.sigma_now = self._series(sigma, self.variance,
                                                  r"$\sigma^2$ of each mini-batch")
        spread = np.sqrt(self.variance)
        mu.set_ylim(self.mean - 1.5 * spread, self.mean + 1.5 * spread)
        sigma.set_ylim(0, 2.5 * self.variance)
        super().__init__(
            figure,
            [self.before, self.after, self.mu, self.mu_now, self.sigma, self.sigma_now],
            "Histograms of one unit in one mini-batch before and after normalization, beside the "
            "whole training set (dashed); below, the mean and the variance of every mini-batch.",
        )

    def _histogram(self, axes, edges, colour, title):
        axes.set(title=title, xlim=(edges[0], edges[-1]), ylim=(0, 0.6))
        return axes.stairs(np.zeros(edges.size - 1), edges, color=colour, fill=True, alpha=0.6)

    def _series(self, axes, whole, title):
        axes.axhline(whole, color=INK, linestyle="--", linewidth=1.2)
        axes.set(title=title, xlabel="mini-batch", xlim=(0, self.batches + 1))
        points, = axes.plot([], [], "o", color=BEFORE, markersize=4)
        now, = axes.plot([], [], "D", color=AFTER, markersize=9)
        return points, now

    def move(self, batch, m):
        """Show mini-batch number `batch` of size m."""
        cut = self.z[: self.batches * m].reshape(self.batches, m)
        mu, variance = cut.mean(axis=1), cut.var(axis=1)
        numbers, now = np.arange(1, self.batches + 1), batch - 1
        z_norm = (cut[now] - mu[now]) / np.sqrt(variance[now] + self.epsilon)
        as_whole = (cut[now] - self.mean) / np.sqrt(self.variance)
        self.before.set_data(shares(as_whole, self.bars))
        self.after.set_data(shares(z_norm, self.bars))
        for series, point, values in ((self.mu, self.mu_now, mu),
                                      (self.sigma, self.sigma_now, variance)):
            series.set_data(numbers, values)
            point.set_data([batch], [values[now]])
        return (f"mini-batch {batch}, {m} examples: mu {_plain(mu[now])}, sigma^2 "
                f"{variance[now]:.2f}   all training images: mu {_plain(self.mean)}, sigma^2 "
                f"{self.variance:.2f}\nz_norm in this mini-batch: mean {_plain(z_norm.mean())}, "
                f"variance {z_norm.var():.2f}   the {self.batches} mus spread by {mu.std():.2f}")


class FigureOneScene(Scene):
    """Accuracy over training, and the 15th, 50th and 85th percentile of one unit's input.

    Parameters
    ----------
    histories : dict of str to helpers.training.History
        Two, without batch norm first; of one network or of a stack of K.
    layer, unit : int
        Whose percentiles are drawn; of the stack's first network.
    name : str
        The evaluation set.
    """

    def __init__(self, histories, layer, unit=0, name="dev"):
        self.histories, self.name = histories, name
        figure, axes = new_figure(9, 3.6, 1, 3, width_ratios=[1.4, 1, 1])
        low, high = np.inf, -np.inf
        for (label, history), colour, style, below in zip(
            histories.items(), COLOURS, STYLES, axes[1:], strict=True
        ):
            curves = np.array(history.accuracy[name]).reshape(len(history.steps), -1)
            axes[0].plot(history.steps, curves, color=colour, linestyle=style, linewidth=0.8,
                         alpha=0.5)
            axes[0].plot(history.steps, curves.mean(axis=1), color=colour, linestyle=style,
                         linewidth=2.4, label=label)
            percentiles = np.array([p.reshape(3, -1)[:, unit] for p in history.percentiles[layer]])
            for values, width in zip(percentiles.T, (1.2, 2.2, 1.2), strict=True):
                below.plot(history.steps, values, color=colour, linestyle=style, linewidth=width)
            below.set(title=label, xlabel="steps")
            low, high = min(low, percentiles.min()), max(high, percentiles.max())
        for below in axes[1:]:
            below.set_ylim(low - 0.1 * (high - low), high + 0.1 * (high - low))
        axes[0].set(title=f"accuracy on the {name} set", xlabel="steps", ylim=(0, 1))
        axes[0].legend(loc="lower right")
        axes[1].set_ylabel(f"one unit of layer {layer}:\n15th, 50th, 85th percentile")
        super().__init__(
            figure, [],
            "Left: accuracy against steps, thin lines single networks, thick their mean; with "
            "batch norm (solid) it rises much sooner than without (dashed). Right: three "
            "percentiles of what one sigmoid receives, over training, without and with.",
        )
        self.update()

    def move(self):
        """Nothing moves; return the mean accuracies at some steps."""
        lines = [f"{'accuracy, mean of the networks, after':<38}" + "".join(
            f"{step:>8}" for step in self._chosen_steps()) + "  steps"]
        for label, history in self.histories.items():
            means = dict(zip(history.steps, map(np.mean, history.accuracy[self.name]),
                             strict=True))
            lines.append(f"{label:<38}" + "".join(
                f"{means[step]:8.2f}" for step in self._chosen_steps()))
        return "\n".join(lines)

    def _chosen_steps(self):
        steps = next(iter(self.histories.values())).steps
        return [step for step in (100, 200, 500, 1000, 1500, 2000, 3000) if step in steps]


class TrainingFilmScene(Scene):
    """Every hidden layer's activations during training, of two networks side by side.

    Parameters
    ----------
    films : dict of str to dict of int to dict
        Two, without batch norm first: by the number of steps done, ``accuracy`` and the
        activations ``A1``, ``A2``, ... on the same examples, shape (n, m), from 0 to 1.

    Notes
    -----
    `move` takes ``step`` (the last frame not after it is shown) and ``shown``: "all" units of a
    layer in one histogram, or "one". Each histogram is drawn to its own tallest bar.
    """

    def __init__(self, films):
        self.films = films
        self.steps = sorted(next(iter(films.values())))
        self.layers = sorted(k for k in films[next(iter(films))][0] if k.startswith("A"))
        rows = len(self.layers)
        figure, axes = new_figure(8, 1.25 * rows + 2.2, rows + 1, 2,
                                  height_ratios=[1.0] * rows + [1.25])
        grid = axes[-1, 0].get_gridspec()
        for unused in axes[-1]:
            unused.remove()
        self.bars, self.points = [], []
        below = figure.add_subplot(grid[-1, :])
        for column, (label, film) in enumerate(films.items()):
            colour, style = COLOURS[column], STYLES[column]
            for row, layer in enumerate(self.layers):
                self.bars.append((label, layer, histogram_of_a(
                    axes[row, column], colour, label if row == 0 else "")))
                axes[row, column].tick_params(labelbottom=row == rows - 1)
                if column == 0:
                    axes[row, column].set_ylabel(f"layer {row + 1}")
            axes[rows - 1, column].set_xlabel("a, what the sigmoid gives")
            below.plot(self.steps, [film[step]["accuracy"] for step in self.steps],
                       color=colour, linestyle=style, label=label)
            self.points.append(below.plot([], [], "o", color=colour, markersize=8)[0])
        self.line = below.axvline(0, color=GREY, linestyle=":")
        below.set(xlabel="steps", ylabel="accuracy, dev", ylim=(0, 1))
        below.legend(loc="lower right")
        super().__init__(
            figure, [*(bar for _, _, bar in self.bars), self.line, *self.points],
            "Histograms of the activations of each hidden layer after some steps of training, "
            "without batch norm on the left and with it on the right; below, both accuracies.",
        )

    def move(self, step, shown):
        """Show the frame at `step`."""
        step = max(s for s in self.steps if s <= step)
        for label, layer, bar in self.bars:
            A = self.films[label][step][layer]
            counts = np.histogram(A if shown == "all" else A[0], A_EDGES)[0]
            bar.set_data(counts / counts.max())
        self.line.set_xdata([step, step])
        lines = [f"after {step} steps: how far a unit's a typically spreads over the images"]
        for (label, film), point in zip(self.films.items(), self.points, strict=True):
            frame = film[step]
            point.set_data([step], [frame["accuracy"]])
            spreads = ", ".join(
                f"layer {layer[1:]} {np.median(frame[layer].std(axis=1)):.2f}"
                for layer in self.layers)
            lines.append(f"{label:<20} {spreads}   accuracy {frame['accuracy']:.2f}")
        return "\n".join(lines)


def histogram_of_a(axes, colour, title):
    """Bars for a sigmoid's outputs, all empty; drawn to the tallest."""
    axes.set(xlim=(0, 1), ylim=(0, 1.1), yticks=[], title=title)
    axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    return axes.stairs(np.zeros(A_EDGES.size - 1), A_EDGES, color=colour, fill=True, alpha=0.7)


def shares(values, edges):
    """Share of the values in each bar; the outer bars take what lies beyond."""
    return np.histogram(np.clip(values, edges[0], edges[-1]), edges)[0] / values.size


def _plain(value):
    """A number with two decimals, and no minus sign before a zero."""
    return f"{round(float(value), 2) + 0:.2f}"
