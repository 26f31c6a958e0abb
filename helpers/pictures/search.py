"""Where the trials of a search fall, on a surface of measured accuracies."""

from functools import cache

import numpy as np
from ipywidgets import ToggleButtons
from matplotlib.patches import Rectangle

from helpers.pictures.controls import Slider, Unseen, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import BLUE, INK, ORANGE, new_figure
from helpers.pictures.surfaces import (
    DEPTH, PAPER_TO_BLUE, draw_contours, draw_cube, on_paper, set_ticks, shades_bar,
)
from helpers.sampling import around, box_start, grid, position_of, random, sobol, value_at
from helpers.surfaces import simulated_searches

METHODS = {
    "grid": lambda space, rng, points, count: grid(space, points, rng),
    "random": lambda space, rng, points, count: random(space, rng, count),
    "sobol": lambda space, rng, points, count: sobol(space, count, rng),
}
HIT = {"marker": "D", "color": ORANGE, "markersize": 6.5}
MISS = {"marker": "o", "color": "white", "markersize": 5}
SAMPLE = 12  # trials of the coarse sample, and of the fine one
PLACES = steps(0, 1, 0.05)  # of the box's centre
NEAR = 0.06  # a label of two digits is no larger, as a part of the axes
PLATE = {"boxstyle": "square,pad=0.1", "facecolor": "white", "alpha": 0.6, "linewidth": 0}


@drawing()
def grid_and_random(surfaces, methods=("grid", "random"), points=5):
    """As many trials on a grid and at random, on a surface; below them, their learning rates.

    `surfaces` by name are `helpers.surfaces.Surface` of two hyperparameters, or of three (drawn
    as a cube, each trial with a line down to the floor); the first runs along the horizontal axis.
    `methods` may also name "sobol"; `points` per side at first.
    """
    figure, axes = new_figure(8.6, 3.6, 2, len(methods), height_ratios=[10, 1], sharex="col")
    spaces, rugs, drops, misses, hits, drawn = axes[0], [], [], [], [], {}
    for space, rug in axes.T:
        drops += space.plot([], [], ".-", color=INK, linewidth=0.7, alpha=0.6, markersize=4,
                            markevery=(1, 3))  # a point where it meets the floor
        misses += space.plot([], [], linestyle="none", markeredgecolor=INK, label="a trial", **MISS)
        hits += space.plot([], [], linestyle="none", markeredgecolor=INK,
                           label="a trial in the best tenth (darkest)", **HIT)
        rugs += rug.plot([], [], "|", color=INK, markersize=13, markeredgewidth=1.2)
        rug.set(ylim=(-1, 1), yticks=[])
        rug.tick_params(labelsize=9)
        rug.spines["left"].set_visible(False)
    figure.legend(handles=[misses[0], hits[0]], ncols=2, loc="outside upper center")
    shades_bar(figure, axes)
    moving = {"drops": drops, "misses": misses, "hits": hits, "rugs": rugs}

    def paint(surface):
        """Draw another surface: the contours, or the cube, and the axes' ticks."""
        names = list(surface.space.items())
        for title, space, rug in zip(methods, spaces, axes[1], strict=True):
            for artist in [*space.collections, *space.texts, *space.lines]:
                if not any(artist in group for group in moving.values()):
                    artist.remove()
            draw_contours(space, surface)
            set_ticks(rug.xaxis, *names[0], every=len(names) - 1)  # a cube leaves little room
            set_ticks(space.yaxis, *names[1])
            space.tick_params(bottom=False, labelbottom=False)
            if len(names) == 3:
                draw_cube(space, names[2])
            room = DEPTH + [0.42, 0] if len(names) == 3 else np.zeros(2)
            space.set(title=title, xlim=(-0.02, 1.02 + room[0]), ylim=(-0.02, 1.02 + room[1]))
            space.spines["bottom"].set_visible(False)
        for space in spaces[1:]:
            space.set_ylabel("")

    @cache
    def simulations(name, points):
        """The best accuracy of each of 1,000 searches, by both methods."""
        return [simulated_searches(surfaces[name], points, method, np.random.default_rng(0))
                for method in methods]

    def move(surface, points, draw):
        chosen = surfaces[surface]
        if surface != drawn.get("name"):
            paint(chosen)
            drawn["name"] = surface
        count = points ** len(chosen.space)
        trials = [METHODS[method](chosen.space, np.random.default_rng(draw), points, count)
                  for method in methods]
        rows = {"different learning rates": [], "best accuracy of these trials": []}
        for i, configurations in enumerate(trials):
            accuracy = chosen.at(configurations)
            places = [position_of(axis, configurations[key]) for key, axis in chosen.space.items()]
            hit = accuracy > chosen.threshold
            x, y = on_paper(*places)
            hits[i].set_data(x[hit], y[hit])
            misses[i].set_data(x[~hit], y[~hit])
            floor = on_paper(places[0], 0 * places[1], *places[2:])[1] if places[2:] else y
            drops[i].set_data(np.column_stack([x, x, np.nan * x]).ravel(),
                              np.column_stack([y, floor, np.nan * y]).ravel())
            rates = np.unique(places[0].round(9))
            rugs[i].set_data(rates, np.zeros_like(rates))
            rows["different learning rates"].append(f"{len(rates)}")
            rows["best accuracy of these trials"].append(f"{accuracy.max():.2%}")
        best = simulations(surface, points)
        rows[f"of 1,000 searches found the best tenth (> {chosen.threshold:.2%})"] = [
            f"{(one > chosen.threshold).mean():.0%}" for one in best]
        rows["mean of the best accuracies of 1,000 searches"] = [
            f"{one.mean():.2%}" for one in best]
        width = max(map(len, rows))
        return "\n".join(
            f"{title:<{width}}" + "".join(f"{cell:>9}" for cell in cells)
            for title, cells in {f"{count} trials each": methods, **rows}.items())

    return Panel(
        figure, "A map of measured accuracies, twice, in ten shades with a tenth of the space "
        "each: the trials of a grid on the left, as many random ones on the right"
        + ", as many of Sobol's in a third map" * ("sobol" in methods) + "; a row of ticks "
        "below each shows the learning rates they tried.", moving, move,
        {"draw again": lambda draw, **values: {"draw": (draw + 1) % 100}},
        surface=ToggleButtons(options=list(surfaces), description="map"),
        points=Slider("points per side", points, steps(2, 8, 1)), draw=Unseen(value=2))


@drawing()
def coarse_to_fine(surface):
    """A coarse sample, a box to put where it looks promising, and a second sample inside.

    `surface` is a `helpers.surfaces.Surface` of two hyperparameters. A sample stays where it is
    when the box moves.
    """
    space = surface.space
    at_random = surface.at_positions(
        *np.random.default_rng(0).random((2, 1000, 2 * SAMPLE))).max(axis=1)
    figure, axes = new_figure(7, 3.5)
    draw_contours(axes, surface)
    for axis, (name, scale) in zip((axes.xaxis, axes.yaxis), space.items(), strict=True):
        set_ticks(axis, name, scale)
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    cover = axes.add_patch(Rectangle((0, 0), 1, 1, color="white"))
    box, sampled = (axes.add_patch(Rectangle(
        (0, 0), 1, 1, fill=False, edgecolor=ORANGE, linewidth=width, linestyle=style, label=name))
        for width, style, name in ((2.2, "--", "the box"), (1.2, "-", "where the fine sample is")))
    dots, labels, drawn = [], [], {}
    for name, marker in (("coarse", "o"), ("fine", "s")):
        dots.append(axes.scatter([], [], 40, marker=marker, facecolor=BLUE, edgecolor=INK,
                                 label=f"{name} sample: {SAMPLE} trials"))
        labels += [axes.annotate("", (0, 0), (7, 3), textcoords="offset points", fontsize=8,
                                 bbox=PLATE) for _ in range(SAMPLE)]
    ring, = axes.plot([], [], "o", color=INK, markersize=12, fillstyle="none",
                      label="the best coarse trial")
    axes.legend(handles=[*dots, ring, box, sampled], ncols=1, loc="center left",
                bbox_to_anchor=(1.01, 0.5), title="the darker, the better", alignment="left")

    def samples(across, up, share, coarse, fine):
        """The trials of both samples; the second is drawn in the box as it is when asked for."""
        if (coarse, fine) != drawn.get("seeds"):
            drawn.update(seeds=(coarse, fine), trials=[
                random(space, np.random.default_rng(coarse), SAMPLE)])
            if fine:
                center = {name: value_at(axis, place) for (name, axis), place in
                          zip(space.items(), (across, up), strict=True)}
                drawn["trials"].append(random(around(space, center, share),
                                              np.random.default_rng([coarse, fine]), SAMPLE))
                sampled.set_bounds(*box_start([across, up], share), share, share)
        return drawn["trials"]

    def move(across, up, share, shown, coarse, fine):
        box.set_bounds(*box_start([across, up], share), share, share)
        cover.set_visible(not shown)
        trials = samples(across, up, share, coarse, fine)
        found = [[position_of(axis, sample[key]) for key, axis in space.items()]
                 for sample in trials]
        sampled.set_visible(bool(fine))
        places = np.hstack(found).T
        accuracies = np.concatenate([surface.at(sample) for sample in trials])
        shades = PAPER_TO_BLUE(0.9 * accuracies.argsort().argsort() / (len(accuracies) - 1))
        for half, drawn_as in zip((slice(SAMPLE), slice(SAMPLE, None)), dots, strict=True):
            drawn_as.set(offsets=places[half], facecolors=shades[half])
        best = int(np.argmax(accuracies[:SAMPLE]))
        ring.set_data(*np.transpose(places[best : best + 1]))
        order = np.argsort(-accuracies, kind="stable")
        for label in labels[len(order) :]:
            label.set_text("")
        for rank, trial in enumerate(order):
            apart = abs(places[order[:rank]] - places[trial]).max(axis=1)
            crowded = (apart < NEAR).any()  # a better trial is there
            labels[trial].set_text("" if crowded else f"{100 * accuracies[trial]:.0f}")
            labels[trial].xy = places[trial]
        return "\n".join(_told(surface, trials, at_random, share, shown))

    return Panel(
        figure, "A space of two hyperparameters with a coarse sample as circles and a box with a "
        "second sample as squares, the darker the better, their accuracy in percent beside them "
        "where they are not crowded, and a ring around the best coarse one; on request the "
        "accuracies of the whole space in ten shades, a tenth of the space each.",
        {"cover": cover, "sampled": sampled, "box": box, "ring": ring, "dots": dots,
         "labels": labels}, move,
        {"sample inside": lambda fine, **values: {"fine": fine % 99 + 1},
         "start again": lambda coarse, **values: {"coarse": coarse % 99 + 1, "fine": 0}},
        across=Slider("box: across", 0.5, PLACES), up=Slider("box: up", 0.5, PLACES),
        share=Slider("sides of the box", 0.4, steps(0.05, 1, 0.05)),
        shown=ToggleButtons(options=[("hidden", False), ("shown", True)], description="map"),
        coarse=Unseen(value=1), fine=Unseen())


def _told(surface, trials, at_random, share, shown):
    """What the samples found, beside as many trials over the whole space."""
    best = [surface.at(sample).max() for sample in trials]
    lines = [f"best of the {SAMPLE} coarse trials  {best[0]:.1%}"]
    if len(best) == 2:
        lines[0] += f"   of the {SAMPLE} fine ones  {best[1]:.1%}   of all  {max(best):.1%}"
        lines.append(f"{2 * SAMPLE} random trials over the whole map, 1,000 times: median "
                     f"of the best {np.median(at_random):.1%}; you beat "
                     f"{(at_random < max(best)).mean():.0%}")
    else:
        lines.append("no fine sample yet: move the box, then press 'sample inside'")
    lines.append(f"the box is {100 * share**2:.3g}% of the map")
    if shown:
        lines[-1] += (f"; the best of the map is {surface.mesh.max():.1%}, its best "
                      f"tenth has more than {surface.threshold:.1%}")
    return lines
