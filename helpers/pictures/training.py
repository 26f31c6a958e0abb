"""Mini-batches, and training with and without batch norm."""

import numpy as np
from ipywidgets import ToggleButtons

from helpers.batch_norm import EPSILON
from helpers.pictures.batch_norm import shares
from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, Picture, drawing
from helpers.pictures.style import AFTER, BEFORE, GREEN, GREY, INK, new_figure, shown

A_EDGES = np.linspace(0, 1, 41)  # bars of the sigmoid's output
LOOKS = ((BEFORE, "--"), (AFTER, "-"))  # without, with batch norm
BATCHES = 25  # to step through
SIZES = (15, 60, 240)


@drawing()
def mini_batch_stepper(z):
    """One unit, one mini-batch after another, each normalized with its own mean and variance.

    z, shape (1, N), are the unit's values over the training set, in random order; N is at least
    25 * 240.
    """
    z = z.ravel()
    mean, variance = z.mean(), z.var()
    bars = np.linspace(-4.25, 4.25, 18)  # in standard deviations of the training set
    edges = mean + np.sqrt(variance) * bars
    figure, grid = new_figure(8.6, 4, 2, 2)
    histograms, series, points = [], [], []
    for axes, at, colour, title in ((grid[0, 0], edges, BEFORE, "$z$ in this mini-batch"),
                                    (grid[0, 1], bars, AFTER, "$z_{norm}$ in this mini-batch")):
        axes.set(title=title, xlim=at[[0, -1]], ylim=(0, 0.6))
        histograms.append(axes.stairs(np.zeros(17), at, color=colour, fill=True, alpha=0.6))
    grid[0, 0].stairs(shares((z - mean) / np.sqrt(variance), bars), edges, color=INK,
                      linestyle="--", label="all training images")
    grid[0, 0].set_ylabel("share of the examples\nin each bar")
    grid[0, 0].legend(loc="upper right")
    grid[0, 1].axvline(0, color=INK, linestyle=":")
    for axes, whole, title in ((grid[1, 0], mean, r"$\mu$ of each mini-batch"),
                               (grid[1, 1], variance, r"$\sigma^2$ of each mini-batch")):
        axes.axhline(whole, color=INK, linestyle="--", linewidth=1.2)
        axes.set(title=title, xlabel="mini-batch", xlim=(0, BATCHES + 1))
        series += axes.plot([], [], "o", color=BEFORE, markersize=4)
        points += axes.plot([], [], "D", color=AFTER, markersize=9)
    grid[1, 0].set_ylim(mean - 1.5 * np.sqrt(variance), mean + 1.5 * np.sqrt(variance))
    grid[1, 1].set_ylim(0, 2.5 * variance)

    def move(batch, m):
        cut, now = z[: BATCHES * m].reshape(BATCHES, m), batch - 1
        mu, sigma2 = cut.mean(axis=1), cut.var(axis=1)
        z_norm = (cut[now] - mu[now]) / np.sqrt(sigma2[now] + EPSILON)
        histograms[0].set_data(shares((cut[now] - mean) / np.sqrt(variance), bars))
        histograms[1].set_data(shares(z_norm, bars))
        for line, point, values in zip(series, points, (mu, sigma2), strict=True):
            line.set_data(np.arange(1, BATCHES + 1), values)
            point.set_data([batch], [values[now]])
        return (f"mini-batch {batch}, {m} examples: μ {shown(mu[now])}, σ² {sigma2[now]:.2f}   "
                f"all training images: μ {shown(mean)}, σ² {variance:.2f}\n"
                f"z_norm in this mini-batch: mean {shown(z_norm.mean())}, variance "
                f"{z_norm.var():.2f}   the {BATCHES} μ's spread by {mu.std():.2f}")

    return Panel(
        figure, "Histograms of one unit in one mini-batch before and after normalization, beside "
        "the whole training set (dashed); below, the mean and the variance of every mini-batch.",
        {"histograms": histograms, "series": series, "points": points}, move,
        batch=Slider("mini-batch", 1, steps(1, BATCHES, 1)),
        m=ToggleButtons(options=[(f"m = {size}", size) for size in SIZES], value=60,
                        description="size"))


@drawing()
def figure_one(histories, layer):
    """Accuracy over training, and the 15th, 50th and 85th percentile of one unit's input.

    `histories` are two of `helpers.training.History` by their names, without batch norm first,
    of one network or of a stack; the unit is the first of this layer in the first network.
    """
    figure, grid = new_figure(8.6, 3.7, 1, 3, width_ratios=[1.4, 1, 1])
    limits, chosen, lines = [], None, []
    for (label, history), (colour, style), axes in zip(histories.items(), LOOKS, grid[1:],
                                                       strict=True):
        curves = np.array(history.accuracy["dev"]).reshape(len(history.steps), -1)
        look = {"color": colour, "linestyle": style}
        grid[0].plot(history.steps, curves, linewidth=0.8, alpha=0.5, **look)
        grid[0].plot(history.steps, curves.mean(axis=1), linewidth=2.4, label=label, **look)
        percentiles = np.array([p.reshape(3, -1)[:, 0] for p in history.percentiles[layer]])
        for values, width in zip(percentiles.T, (1.2, 2.2, 1.2), strict=True):
            axes.plot(history.steps, values, linewidth=width, **look)
        axes.set(title=label, xlabel="steps")
        limits += [percentiles.min(), percentiles.max()]
        means = dict(zip(history.steps, curves.mean(axis=1), strict=True))
        chosen = [step for step in (100, 200, 500, 1000, 1500, 2000, 3000) if step in means]
        lines.append(f"{label:<38}" + "".join(f"{means[step]:8.2f}" for step in chosen))
    room = 0.1 * (max(limits) - min(limits))
    for axes in grid[1:]:
        axes.set_ylim(min(limits) - room, max(limits) + room)
    grid[0].set(xlabel="steps", ylabel="accuracy on the dev set", ylim=(0, 1))
    grid[0].legend(loc="lower center", bbox_to_anchor=(0.45, 1), ncols=2, columnspacing=1)
    grid[1].set_ylabel(f"one unit of layer {layer}:\n15th, 50th, 85th percentile")
    head = f"{'accuracy, mean of the networks, after':<38}"
    return Picture(
        figure, "Left: accuracy against steps, thin lines single networks, thick their mean; with "
        "batch norm (solid) it rises much sooner than without (dashed). Right: three percentiles "
        "of what one sigmoid receives, over training, without and with.",
        "\n".join([head + "".join(f"{step:>8}" for step in chosen) + "  steps", *lines]))


@drawing()
def training_film(films):
    """Every hidden layer's activations during training, of two networks side by side.

    `films` by their names, without batch norm first: by the number of steps done, a dict of
    ``accuracy`` and the activations ``A1``, ``A2``, ... on the same examples, shape (n, m), from
    0 to 1. Each histogram is drawn to its own tallest bar.
    """
    every = sorted(next(iter(films.values())))
    layers = sorted(key for key in films[next(iter(films))][0] if key.startswith("A"))
    figure, (left, right) = new_figure(8.6, 4, 1, 2, "subfigures", width_ratios=[1.6, 1])
    grid, below = left.subplots(len(layers), 2, sharex=True), right.subplots()
    bars, points = {}, []
    for column, ((label, film), (colour, style)) in enumerate(zip(films.items(), LOOKS,
                                                                  strict=True)):
        for row, layer in enumerate(layers):
            bars[label, layer] = histogram_of_a(grid[row, column], colour)
            grid[row, 0].set_ylabel(f"layer {row + 1}")
        grid[0, column].set_title(label)
        grid[-1, column].set_xlabel("$a$, what the sigmoid gives")
        below.plot(every, [film[step]["accuracy"] for step in every], color=colour,
                   linestyle=style, label=label)
        points += below.plot([], [], "o", color=colour, markersize=8)
    line = below.axvline(0, color=GREY, linestyle=":")
    below.set(xlabel="steps", ylabel="accuracy on the dev set", ylim=(0, 1))
    below.legend(loc="lower center", bbox_to_anchor=(0.45, 1))

    def move(step, units):
        for (label, layer), stairs in bars.items():
            A = films[label][step][layer]
            counts = np.histogram(A if units == "all" else A[0], A_EDGES)[0]
            stairs.set_data(counts / counts.max())
        line.set_xdata([step, step])
        lines = [f"after {step} steps: how far a unit's a typically spreads over the images"]
        for (label, film), point in zip(films.items(), points, strict=True):
            frame = film[step]
            point.set_data([step], [frame["accuracy"]])
            spreads = ", ".join(f"layer {layer[1:]} {np.median(frame[layer].std(axis=1)):.2f}"
                                for layer in layers)
            lines.append(f"{label:<20} {spreads}   accuracy {frame['accuracy']:.2f}")
        return "\n".join(lines)

    return Panel(
        figure, "Histograms of the activations of each hidden layer after some steps of training, "
        "without batch norm on the left and with it in the middle; on the right, both accuracies.",
        {"bars": bars.values(), "line": line, "points": points}, move,
        step=Slider("step", every[0], every),
        units=ToggleButtons(options=[("one unit of a layer", "one"), ("all its units", "all")],
                            description="show"))


def histogram_of_a(axes, colour=GREEN):
    """Bars for a sigmoid's outputs, all empty; drawn to the tallest."""
    axes.set(xlim=(0, 1), ylim=(0, 1.1), yticks=[])
    axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    return axes.stairs(np.zeros(A_EDGES.size - 1), A_EDGES, color=colour, fill=True, alpha=0.7)
