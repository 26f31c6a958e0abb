"""Mini-batches, and training with and without batch norm."""

import numpy as np
from ipywidgets import ToggleButtons

from helpers.batch_norm import EPSILON
from helpers.pictures.batch_norm import shares
from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, Picture, drawing
from helpers.pictures.style import AFTER, BEFORE, GREEN, INK, new_figure, shown

LOOKS = ((BEFORE, "--"), (AFTER, "-"))  # without, with batch norm
BATCHES = 25  # to step through
SIZES = (15, 60, 240)


@drawing()
def mini_batch_stepper(z, image):
    """One unit, one mini-batch after another; one image is in each of them.

    z, shape (1, N), are the unit's values over the training set, in random order; N is at least
    25 * 239 + 1. `image`, square, is the first example, the one that is followed.
    """
    first, others = z.ravel()[0], z.ravel()[1:]
    mean, variance = z.mean(), z.var()
    std = np.sqrt(variance)
    bars = np.linspace(-4.25, 4.25, 18)  # in standard deviations of the training set
    edges = mean + std * bars
    figure, grid = new_figure(8.6, 3.2, 2, 3)
    histograms, places, series, points = [], [], [], []
    for axes, at, colour, title in ((grid[0, 0], edges, BEFORE, "$z$ in this mini-batch"),
                                    (grid[0, 1], bars, AFTER, "$z_{norm}$ in this mini-batch")):
        axes.set(title=title, xlim=at[[0, -1]], ylim=(0, 0.5), yticks=[])
        histograms.append(axes.stairs(np.zeros(17), at, color=colour, fill=True, alpha=0.6))
        places.append(axes.axvline(first, color=GREEN, linewidth=2))
    grid[0, 0].stairs(shares((z.ravel() - mean) / std, bars), edges, color=INK, linestyle="--")
    grid[0, 0].set_ylabel("share (dashed: all)")
    grid[0, 2].imshow(image, "Greys")
    grid[0, 2].set_title("the image with the green line")
    grid[0, 2].set_axis_off()
    of_all = (first - mean) / np.sqrt(variance + EPSILON)
    for axes, whole, reach, title in (
            (grid[1, 0], mean, 1.2 * std, r"$\mu$ of each mini-batch"),
            (grid[1, 1], variance, variance, r"$\sigma^2$ of each mini-batch"),
            (grid[1, 2], of_all, 1.2, "the image's $z_{norm}$")):
        axes.axhline(whole, color=INK, linestyle="--", linewidth=1.2)
        axes.set(title=title, xlabel="mini-batch", xlim=(0, BATCHES + 1),
                 ylim=(whole - reach, whole + 1.2 * reach))
        colour = GREEN if axes is grid[1, 2] else BEFORE
        series += axes.plot([], [], "o", color=colour, markersize=4)
        points += axes.plot([], [], "D", color=colour, markersize=9, markeredgecolor=INK)

    def move(batch, m):
        rest, now = others[: BATCHES * (m - 1)].reshape(BATCHES, m - 1), batch - 1
        cut = np.concatenate([np.full((BATCHES, 1), first), rest], axis=1)
        mu, sigma2 = cut.mean(axis=1), cut.var(axis=1)
        z_norm = (cut - mu[:, np.newaxis]) / np.sqrt(sigma2 + EPSILON)[:, np.newaxis]
        followed = z_norm[:, 0]
        histograms[0].set_data(shares((cut[now] - mean) / std, bars))
        histograms[1].set_data(shares(z_norm[now], bars))
        places[1].set_xdata([followed[now]] * 2)
        for line, point, values in zip(series, points, (mu, sigma2, followed), strict=True):
            line.set_data(np.arange(1, batch + 1), values[:batch])
            point.set_data([batch], [values[now]])
        return (f"mini-batch {batch}, {m} examples: μ {shown(mu[now])}, σ² {sigma2[now]:.2f}   "
                f"all training images: μ {shown(mean)}, σ² {variance:.2f}\n"
                f"the image: z {shown(first)} always, z_norm here {shown(followed[now])}\n"
                f"spread over mini-batches 1 to {batch}: of μ {mu[:batch].std():.2f}, of the "
                f"image's z_norm {followed[:batch].std():.2f}")

    return Panel(
        figure, "Histograms of one unit in one mini-batch before and after normalization, beside "
        "the whole training set (dashed), with a line where one image lies; below, the mean and "
        "the variance of each mini-batch so far and what that image became in it.",
        {"histograms": histograms, "place": places[1], "series": series, "points": points}, move,
        batch=Slider("mini-batch", 1, steps(1, BATCHES, 1), play=True),
        m=ToggleButtons(options=[(f"m = {size}", size) for size in SIZES], value=60,
                        description="size"))


@drawing()
def figure_one(histories, layer):
    """Accuracy over training, and the 15th, 50th and 85th percentile of one unit's input.

    `histories` are two of `helpers.training.History` by their names, without batch norm first,
    of one network or of a stack; the unit is the first of this layer in the first network.
    One that was interrupted is drawn as far as it came: a last step may lack its accuracy.
    """
    told = [step for step in (100, 200, 500, 1000, 1500, 2000, 3000)
            if any(step in history.steps for history in histories.values())]
    figure, grid = new_figure(8.6, 3.7, 1, 3, width_ratios=[1.4, 1, 1])
    lines = []
    grid[2].sharey(grid[1])
    for (label, history), (colour, style), axes in zip(histories.items(), LOOKS, grid[1:],
                                                       strict=True):
        axes.set(title=label, xlabel="step")
        measured = history.accuracy.get("dev", [])
        if not measured:
            continue
        seen = history.steps[: len(measured)]
        curves = np.reshape(measured, (len(seen), -1))
        look = {"color": colour, "linestyle": style}
        grid[0].plot(seen, curves, linewidth=0.8, alpha=0.5, **look)
        grid[0].plot(seen, curves.mean(axis=1), linewidth=2.4, label=label, **look)
        percentiles = np.array([p.reshape(3, -1)[:, 0]
                                for p in history.percentiles[layer][: len(seen)]])
        for values, width in zip(percentiles.T, (1.2, 2.2, 1.2), strict=True):
            axes.plot(seen, values, linewidth=width, **look)
        lines.append(f"{label:<38}" + "".join(f"{mean:8.2f}" for step, mean in zip(
            seen, curves.mean(axis=1), strict=True) if step in told))
    grid[0].set(xlabel="step", ylabel="accuracy on the dev set", ylim=(0, 1))
    grid[0].legend(loc="lower center", bbox_to_anchor=(0.45, 1), ncols=2, columnspacing=1)
    grid[1].set_ylabel(f"one unit of layer {layer}:\n15th, 50th, 85th percentile")
    head = f"{'accuracy, mean of the networks, after':<38}"
    return Picture(
        figure, "Left: accuracy against steps, thin lines single networks, thick their mean; with "
        "batch norm (solid) it rises much sooner than without (dashed). Right: three percentiles "
        "of what one sigmoid receives, over training, without and with.",
        "\n".join([head + "".join(f"{step:>8}" for step in told) + "  steps", *lines]))
