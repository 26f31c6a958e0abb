"""Where the trials of a search fall, on a surface of measured accuracies."""

import numpy as np
from matplotlib.patches import Rectangle

from helpers.figures.scene import Scene
from helpers.figures.style import INK, ORANGE, VERMILION, new_figure
from helpers.figures.surfaces import DEPTH, draw_contours, draw_cube, on_paper, set_ticks
from helpers.sampling import around, box_start, grid, position_of, random, value_at
from helpers.surfaces import simulated_searches

METHODS = ("grid", "random")
HIT = {"marker": "D", "color": ORANGE, "markersize": 6.5}
INSIDE = {"marker": "s", "color": VERMILION, "markersize": 5}
MISS = {"marker": "o", "color": "white", "markersize": 5}
SAMPLE = 12  # trials of the coarse sample, and of the fine one
LABEL = (0.035, 0.05)  # width and height of a label of two digits, as parts of the axes
PLATE = {"boxstyle": "square,pad=0.1", "facecolor": "white", "alpha": 0.6, "linewidth": 0}
IN_THE_WAY = np.array([(0.005, 0.05), (0, 0.06)])  # from a trial: another marker on its label


class GridAndRandomScene(Scene):
    """As many trials on a grid and at random, on a surface; below them, their learning rates.

    Parameters
    ----------
    surfaces : dict of str to helpers.surfaces.Surface
        Of two hyperparameters, or of three (drawn as a cube); the first is drawn along the
        horizontal axis.

    Notes
    -----
    `move` takes ``surface`` (a key of surfaces), ``points`` (int, of the grid on each side) and
    ``draw`` (int, the seed of the trials). `trials` holds the configurations of each method.
    """

    def __init__(self, surfaces):
        self.surfaces, self.trials = surfaces, {}
        self._shares, self._drawn = {}, None
        figure, axes = new_figure(9.2, 4.8, 2, 2, height_ratios=[12, 1], sharex="col")
        self.spaces, self.rugs = dict(zip(METHODS, axes.T, strict=True)), {}
        self.misses, self.hits = {}, {}
        for name, (space, rug) in self.spaces.items():
            self.misses[name], self.hits[name] = _dots(space)
            self.rugs[name], = rug.plot([], [], "|", color=INK, markersize=15,
                                        markeredgewidth=1.2)
            rug.set(ylim=(-1, 1), yticks=[])
            rug.spines["left"].set_visible(False)
        figure.legend(handles=[self.misses["grid"], self.hits["grid"]], ncols=2,
                      loc="outside upper center")
        moving = [*self.misses.values(), *self.hits.values(), *self.rugs.values()]
        super().__init__(figure, moving, (
            "A surface of measured accuracies, twice, in ten shades with a tenth of the space "
            "each: the trials of a grid on the left, as many random ones on the right; a row of "
            "ticks below each shows the learning rates they tried."))

    def move(self, surface, points, draw):
        """Draw the trials for this budget; count what such searches find."""
        chosen = self.surfaces[surface]
        if surface != self._drawn:
            self._paint(chosen)
            self._drawn = surface
        axes = len(chosen.space)
        self.trials = {
            "grid": grid(chosen.space, points, np.random.default_rng(draw)),
            "random": random(chosen.space, np.random.default_rng(draw), points**axes)}
        rows = {"different learning rates": [], "best accuracy of these trials": []}
        for name, trials in self.trials.items():
            accuracy = chosen.at(trials)
            places = [position_of(axis, trials[key]) for key, axis in chosen.space.items()]
            hit = accuracy > chosen.threshold
            x, y = on_paper(*places)
            self.hits[name].set_data(x[hit], y[hit])
            self.misses[name].set_data(x[~hit], y[~hit])
            rates = np.unique(places[0].round(9))
            self.rugs[name].set_data(rates, np.zeros_like(rates))
            rows["different learning rates"].append(f"{len(rates)}")
            rows["best accuracy of these trials"].append(f"{accuracy.max():.2%}")
        found, means = self._simulated(surface, points)
        rows[f"1,000 searches: share that found the best tenth (> {chosen.threshold:.2%})"] = [
            f"{share:.0%}" for share in found]
        rows["1,000 searches: mean of their best accuracies"] = [f"{m:.2%}" for m in means]
        width = max(map(len, rows))
        lines = [f"{f'{points**axes} trials each':<{width}}" + "".join(
            f"{name:>9}" for name in METHODS)]
        lines += [f"{title:<{width}}" + "".join(f"{cell:>9}" for cell in cells)
                  for title, cells in rows.items()]
        return "\n".join(lines)

    def _simulated(self, surface, points):
        """Share of 1,000 searches in the best tenth, and their mean best, of each method."""
        if (surface, points) not in self._shares:
            chosen = self.surfaces[surface]
            best = [simulated_searches(chosen, points, method, np.random.default_rng(0))
                    for method in METHODS]
            self._shares[surface, points] = (
                [(one > chosen.threshold).mean() for one in best], [one.mean() for one in best])
        return self._shares[surface, points]

    def _paint(self, surface):
        """Draw another surface: the contours, or the cube, and the axes' ticks."""
        axes = list(surface.space.items())
        for name, (space, rug) in self.spaces.items():
            for artist in [*space.collections, *space.texts, *space.lines]:
                if artist not in self.moving:
                    artist.remove()
            draw_contours(space, surface)
            set_ticks(rug.xaxis, axes[0])
            set_ticks(space.yaxis, axes[1])
            space.tick_params(bottom=False, labelbottom=False)
            if len(axes) == 3:
                draw_cube(space, axes[2])
            room = DEPTH + [0.3, 0] if len(axes) == 3 else np.zeros(2)
            space.set(title=name, xlim=(-0.02, 1.02 + room[0]), ylim=(-0.02, 1.02 + room[1]))
            space.spines["bottom"].set_visible(False)
            if name == "random":
                space.set_ylabel("")
        self.redraw_background()


class CoarseToFineScene(Scene):
    """A coarse sample of a space, and a box in which a second sample is drawn.

    Parameters
    ----------
    surface : helpers.surfaces.Surface
        Of two hyperparameters.

    Notes
    -----
    `move` takes ``across`` and ``up`` (the box's centre, from 0 to 1 on the two axes), ``share``
    (the box's sides, as a part of the space's), ``coarse`` (int, the seed of the first sample),
    ``fine`` (int, the seed of the second; 0: not drawn yet) and ``shown`` (bool, the surface).
    The second sample is drawn when ``fine`` changes, in the box as it is then; it stays where it
    is when the box moves.
    """

    def __init__(self, surface):
        self.surface, self.trials = surface, {}
        places = np.random.default_rng(0).random((2, 1000, 2 * SAMPLE))
        self.at_random = surface.at_positions(*places).max(axis=1)
        self._sampled = (None, 0)
        figure, axes = new_figure(7, 4.6)
        draw_contours(axes, surface)
        for axis, item in zip((axes.xaxis, axes.yaxis), surface.space.items(), strict=True):
            set_ticks(axis, item)
        axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
        self.box = axes.add_patch(Rectangle((0, 0), 1, 1, fill=False, edgecolor=VERMILION,
                                            linewidth=2.2, linestyle="--"))
        self.cover = axes.add_patch(Rectangle((0, 0), 1, 1, color="white"))
        self.dots, self.numbers = {}, []
        for name, style in {"coarse": MISS, "fine": INSIDE}.items():
            self.dots[name], = axes.plot([], [], linestyle="none", markeredgecolor=INK, **style,
                                         label=f"{name} sample: {SAMPLE} trials")
            self.numbers += [axes.annotate("", (0, 0), (7, 3), textcoords="offset points",
                                           fontsize=8, bbox=PLATE) for _ in range(SAMPLE)]
        self.ring, = axes.plot([], [], "o", color=INK, markersize=12, fillstyle="none",
                               label="the best coarse trial")
        self.box.set_label("the box")
        axes.legend(handles=[*self.dots.values(), self.ring, self.box], ncols=2,
                    loc="lower center", bbox_to_anchor=(0.5, 1))
        moving = [self.cover, self.box, self.ring, *self.dots.values(), *self.numbers]
        super().__init__(figure, moving, (
            "A space of two hyperparameters with a coarse sample as circles and a box with a "
            "second sample as squares; the trials have their accuracy in percent beside them, the "
            "best first where they are crowded, and the best coarse one a ring; on request the "
            "accuracies of the whole space in ten shades, a tenth of the space each."))

    def move(self, across, up, share, coarse, fine, shown):
        """Show the box; draw the second sample if it was asked for."""
        space = self.surface.space
        first = random(space, np.random.default_rng(coarse), SAMPLE)
        corner = box_start([across, up], share)
        self.box.set_bounds(*corner, share, share)
        if fine != self._sampled[1] or coarse != self._sampled[0]:
            self._sampled = (coarse, fine)
            self.trials = {"coarse": first}
            if fine:
                center = {name: value_at(axis, place) for (name, axis), place in
                          zip(space.items(), (across, up), strict=True)}
                box = around(space, center, share)
                self.trials["fine"] = random(box, np.random.default_rng([coarse, fine]), SAMPLE)
        self.cover.set_visible(not shown)
        self._mark()
        return self._told(share, shown)

    def _mark(self):
        """Put the trials where they belong, and the accuracies that find room, the best first."""
        space, places, accuracies = self.surface.space, [], []
        for name, dots in self.dots.items():
            trials = self.trials.get(name, {key: np.empty(0) for key in space})
            x, y = (position_of(axis, trials[key]) for key, axis in space.items())
            dots.set_data(x, y)
            places += zip(x, y, strict=True)
            accuracies += self.surface.at(trials).tolist()
        best = int(np.argmax(accuracies[:SAMPLE]))
        self.ring.set_data(*np.transpose(places[best : best + 1]))
        for number in self.numbers:
            number.set_text("")
        for trial in _labelled(np.array(places), np.array(accuracies)):
            self.numbers[trial].set_text(f"{100 * accuracies[trial]:.0f}")
            self.numbers[trial].xy = places[trial]

    def _told(self, share, shown):
        """What the samples found, beside as many trials over the whole space."""
        best = {name: self.surface.at(trials).max() for name, trials in self.trials.items()}
        lines = [f"best of the {SAMPLE} coarse trials  {best['coarse']:.1%}"]
        if "fine" in best:
            both, mean = max(best.values()), self.at_random.mean()
            lines[0] += f"   of the {SAMPLE} fine ones  {best['fine']:.1%}   of all  {both:.1%}"
            lines.append(f"{2 * SAMPLE} random trials over the whole space, 1,000 times: best "
                         f"{mean:.1%} on average; you beat {(self.at_random < both).mean():.0%}")
        else:
            lines.append("no fine sample yet: move the box, then press 'sample inside'")
        lines.append(f"the box is {share**2:.0%} of the space")
        if shown:
            lines[-1] += (f"; the best of the space is {self.surface.mesh.max():.1%}, its best "
                          f"tenth has more than {self.surface.threshold:.1%}")
        return "\n".join(lines)


def _labelled(places, accuracies):
    """Trials whose label covers no other label and no marker, the best first.

    The best of either sample may cover a marker.
    """
    best = [start + np.argmax(accuracies[start : start + SAMPLE])
            for start in range(0, len(accuracies), SAMPLE)]
    best.sort(key=lambda trial: -accuracies[trial])
    chosen = []
    for trial in [*best, *np.argsort(-accuracies, kind="stable")]:
        apart = places - places[trial]
        covers = ((apart > IN_THE_WAY[:, 0]) & (apart < IN_THE_WAY[:, 1])).all(axis=1).any()
        free = (np.abs(apart[chosen]) > LABEL).any(axis=1).all()
        if free and (trial in best or not covers):
            chosen.append(trial)
    return chosen


def _dots(axes):
    """Empty markers for trials outside the best tenth, and for those inside."""
    return [axes.plot([], [], linestyle="none", markeredgecolor=INK, label=label, **style)[0]
            for label, style in (("a trial", MISS), ("a trial in the best tenth (darkest)", HIT))]
