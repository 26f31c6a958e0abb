"""The panda approach: one model, nudged from day to day."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import BLUE, GREEN, GREY, INK, LIGHT, ORANGE, SKY, new_figure

TICKS = (0, 0.5, 0.8, 0.9, 0.95, 0.98)
SMOOTH = 10  # mini-batches to a point of the loss curve


def stretched_accuracy(axes):
    """Give an axis of accuracies more room near 1: equal steps are equal factors of the error."""
    axes.set_yscale("function", functions=(
        lambda a: -np.log10(np.maximum(1.02 - np.asarray(a), 1e-3)),
        lambda r: 1.02 - 10.0 ** -np.asarray(r)))
    axes.set_ylim(0, 0.985)
    axes.set_yticks(TICKS, [f"{tick:g}" for tick in TICKS])
    axes.minorticks_off()
    axes.grid(axis="y", color=LIGHT, linewidth=0.6)


class PandaScene(Scene):
    """Loss and dev accuracy of a panda's days, what was taken back, and where it was nudged.

    Parameters
    ----------
    budget : int
        Days there are to spend, over all pandas.

    Notes
    -----
    A panda is shown with `show`; `move` takes ``learning_rate`` and ``decay``, tomorrow's
    settings, and moves nothing but the pale line that stands for them.
    """

    def __init__(self, budget):
        self.budget, self.before, self.panda, self.message = budget, [], None, ""
        figure, (top, below) = new_figure(8.2, 5.2, 2, sharex=True, height_ratios=[1, 1.25])
        top.set(yscale="log", ylim=(0.03, 200), ylabel="training loss\n(mean of 10 mini-batches)",
                xlim=(-0.02 * budget, 1.01 * budget))
        top.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
        top.minorticks_off()
        below.set(xlabel="day", ylabel="accuracy, dev\n(the scale widens towards 1)")
        stretched_accuracy(below)
        step = 1 if budget <= 16 else 2
        below.set_xticks(range(0, budget + 1, step))
        grey = {"color": GREY, "linestyle": "--", "linewidth": 1.3}
        self.lost_loss, = top.plot([], [], **grey)
        self.lost, = below.plot([], [], **grey, marker="x", markersize=5, label="taken back")
        self.others, = below.plot([], [], color=SKY, linewidth=1, marker=".", markersize=4,
                                  label="earlier pandas")
        self.loss, = top.plot([], [], color=BLUE, linewidth=1.5)
        self.line, = below.plot([], [], color=BLUE, marker="o", markersize=5, label="this panda")
        self.best, = below.plot([], [], "*", color=ORANGE, markersize=14, markeredgecolor=INK,
                                label="best evening kept")
        self.nudges, = top.plot([], [], color=GREEN, linestyle=":", linewidth=1.3)
        self.labels = [top.text(0, 170, "", color=INK, fontsize=7.5, rotation=90, va="top",
                                linespacing=1)
                       for _ in range(budget)]
        self.tomorrow, = top.plot([], [], color=SKY, linestyle=":", linewidth=1.3)
        self.tomorrows = top.text(0, 170, "", color=GREY, fontsize=7.5, rotation=90, va="top",
                                  linespacing=1)
        self.gone = [below.text(0, 0, "", color=GREY, fontsize=8, va="center")
                     for _ in range(budget)]
        super().__init__(
            figure, [self.lost_loss, self.lost, self.others, self.loss, self.line, self.best,
                     self.nudges, *self.labels, self.tomorrow, self.tomorrows, *self.gone],
            "Above, the training loss of one model day by day, with dotted lines where a setting "
            "was changed and a pale one for tomorrow's; below, its accuracy on the dev set each "
            "evening. Days that were taken back are grey and dashed, with their learning rate; "
            "earlier models are thin, the best evening has a star.",
        )

    @property
    def spent(self):
        """Days spent on all pandas together."""
        return sum(panda.days_spent for panda in (*self.before, self.panda))

    def show(self, panda, before=()):
        """Draw this panda, and those before it faintly; returns the scene."""
        self.panda, self.before = panda, list(before)
        shown = [self.lost, *[self.others] * bool(self.before), self.line, self.best]
        self.lost.axes.legend(handles=shown, loc="lower right", ncols=2)
        self.redraw_background()
        self.update(learning_rate=panda.learning_rate, decay=panda.decay)
        return self

    def move(self, learning_rate, decay):
        """Draw the panda as it is now; tell tomorrow's settings."""
        panda = self.panda
        tomorrow = {"learning_rate": learning_rate, "decay": decay}
        if self.values and self.values != tomorrow:
            self.message = ""  # it was about the press before
        self.line.set_data(*zip(*panda.curve, strict=True))
        self.loss.set_data(*_joined(panda.days))
        self.lost_loss.set_data(*_chains(_loss_of(day) for day in panda.undone))
        self.lost.set_data(*_chains(
            [(day.number - 1, day.number), (day.before, day.accuracy)] for day in panda.undone))
        self.others.set_data(*_chains(np.transpose(old.curve) for old in self.before))
        who, when, best = self.best_evening()
        self.best.set_data([when], [best])
        self._mark_nudges()
        self._mark_tomorrow(learning_rate, decay)
        self._name_lost_days()
        lines = [f"panda {len(self.before) + 1}, day {len(panda.days)}: accuracy "
                 f"{panda.accuracy:.3f}   best kept {best:.3f} (panda {who}, day {when})",
                 f"budget: {self.spent} of {self.budget} days spent, "
                 f"{self.budget - self.spent} left",
                 f"tomorrow: alpha = {learning_rate:.3g}, decay = {decay:.3g}"]
        return "\n".join([*lines, self.message or self._last_day()])

    def best_evening(self):
        """The best evening of all lines that were kept: (panda, day, accuracy)."""
        evenings = [(who, day, value) for who, panda in enumerate((*self.before, self.panda), 1)
                    for day, value in panda.curve]
        return max(evenings, key=lambda evening: evening[2])

    def _last_day(self):
        """What the last day did."""
        if not self.panda.days:
            return "day 0: the weights are random"
        day = self.panda.days[-1]
        change = day.accuracy - day.before
        verdict = "better" if change > 0 else "worse" if change < 0 else "unchanged"
        return (f"day {day.number} with alpha = {day.learning_rate:.3g}, decay = {day.decay:.3g}: "
                f"{verdict} ({change:+.3f})")

    def _mark_nudges(self):
        """Dotted lines and values where a day's settings are not those of the day before."""
        marks, old = [], None
        for day in self.panda.days:
            if changed := _changed(old, day.learning_rate, day.decay):
                marks.append((day.number - 1, "\n".join(changed)))
            old = day
        self.nudges.set_data(*_chains([(at, at), (0.03, 200)] for at, _ in marks if at))
        for label, (at, text) in zip(self.labels, marks, strict=False):
            label.set_text(text)
            label.set_x(at + 0.006 * self.budget)
        for label in self.labels[len(marks):]:
            label.set_text("")

    def _mark_tomorrow(self, learning_rate, decay):
        """A pale line and tomorrow's settings where tomorrow begins, if a day is left."""
        days = self.panda.days
        at, left = len(days), self.spent < self.budget
        self.tomorrow.set_data(*([at, at], [0.03, 200]) if left else ([], []))
        changed = _changed(days[-1] if days else None, learning_rate, decay)
        text = "tomorrow: " + "\n".join(changed or [f"α {learning_rate:.3g}, as today"])
        self.tomorrows.set_text(text if left else "")
        self.tomorrows.set_x(at + 0.006 * self.budget)

    def _name_lost_days(self):
        """The learning rate of each day that was taken back, beside its end."""
        ends = {}
        for day in self.panda.undone:  # ends that lie close together share their label
            ends.setdefault((day.number, round(day.accuracy, 1)), []).append(day)
        for label, ((number, _), days) in zip(self.gone, ends.items(), strict=False):
            label.set_text("α " + ", ".join(f"{day.learning_rate:.3g}" for day in days))
            label.set_position((number + 0.012 * self.budget, days[0].accuracy))
        for label in self.gone[len(ends):]:
            label.set_text("")


class PandaSession(PandaScene):
    """A panda in the learner's hands.

    Parameters
    ----------
    new_panda : callable
        Takes ``learning_rate``, ``decay`` and ``seed``, returns a `helpers.panda.Panda`.
    budget : int
        Days there are to spend, over all pandas.
    learning_rate, decay : float
        Of the first panda's first day.
    """

    def __init__(self, new_panda, budget, learning_rate, decay):
        super().__init__(budget)
        self.new_panda, self.first = new_panda, {"learning_rate": learning_rate, "decay": decay}
        self.start_again()

    def start_again(self):
        """Forget everything: a first panda, and the whole budget."""
        self.message = ""
        self.show(self.new_panda(**self.first, seed=0))

    def train_a_day(self, learning_rate, decay):
        """Train with these settings, if there is a day left."""
        self.message = ""
        if self.spent >= self.budget:
            self.message = "The budget is used up: no day is left. 'reset' starts all over."
            return
        self.panda.learning_rate, self.panda.decay = learning_rate, decay
        self.panda.train_a_day()

    def back_a_day(self):
        """Back to yesterday's model, if there is one."""
        self.message = ""
        if not self.panda.days:
            self.message = "This panda is on day 0: there is no yesterday to go back to."
            return
        gone = self.panda.days[-1].number
        self.panda.back_a_day()
        self.message = (f"Day {gone} is taken back. It stays spent, and the sliders stay where "
                        "they are: change alpha, or the same day comes again.")

    def start_new_panda(self, learning_rate, decay):
        """Keep the curve of this panda and begin with another one, from random weights."""
        if not self.panda.days_spent:
            self.message = "This panda has not been trained yet: train it before you leave it."
            return
        if self.spent >= self.budget:
            self.message = "The budget is used up: a new panda could not be trained."
            return
        old = [*self.before, self.panda]
        self.message = f"Panda {len(old) + 1}: new random weights."
        self.show(self.new_panda(learning_rate=learning_rate, decay=decay, seed=len(old)), old)


def _changed(old, learning_rate, decay):
    """Which settings differ from the day before, as "name value"; all of them on the first."""
    pairs = (("α", "learning_rate", learning_rate), ("decay", "decay", decay))
    return [f"{name} {value:.3g}" for name, key, value in pairs
            if old is None or value != getattr(old, key)]


def _loss_of(day):
    """Points of a day's loss curve: means of ten steps each, those left over too."""
    parts = np.split(day.loss, range(SMOOTH, len(day.loss), SMOOTH))
    means = np.array([part.mean() for part in parts])
    return day.number - 1 + (np.arange(len(means)) + 0.5) / len(means), means


def _joined(days):
    """The loss curves of days one after the other, as one line."""
    return np.concatenate([np.empty((2, 0)), *(np.array(_loss_of(day)) for day in days)], axis=1)


def _chains(curves):
    """Many curves as one line: (x, y) joined with gaps of NaN."""
    xs, ys = [[]], [[]]
    for x, y in curves:
        xs += [x, [np.nan]]
        ys += [y, [np.nan]]
    return np.concatenate(xs), np.concatenate(ys)
