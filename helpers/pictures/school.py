"""The panda approach: one model, nudged from day to day."""

import numpy as np

from helpers.pictures.averages import DECAYS
from helpers.pictures.controls import Slider, decades
from helpers.pictures.picture import Panel, Picture, drawing
from helpers.pictures.style import BLUE, GREEN, GREY, INK, LIGHT, ORANGE, SKY, new_figure

TICKS = (0, 0.5, 0.8, 0.9, 0.95, 0.98)
SMOOTH = 10  # mini-batches to a point of the loss curve
DESCRIPTION = (
    "Above, the training loss of one model day by day, with dotted lines where a setting was "
    "changed and a pale one for tomorrow's; below, its accuracy on the dev set each evening. Days "
    "that were taken back are grey and dashed, with their learning rate; earlier models are thin, "
    "the best evening has a star. Where others are to compare with, a strip on the right shows "
    "all of them on the test set when the days are spent.")


def stretched_accuracy(axes):
    """Give an axis of accuracies more room near 1: equal steps are equal factors of the error."""
    axes.set_yscale("function", functions=(
        lambda a: -np.log10(np.maximum(1.02 - np.asarray(a), 1e-3)),
        lambda r: 1.02 - 10.0 ** -np.asarray(r)))
    axes.set_ylim(0, 0.985)
    axes.set_yticks(TICKS, [f"{tick:g}" for tick in TICKS])
    axes.minorticks_off()
    axes.grid(axis="y", color=LIGHT, linewidth=0.6)


@drawing()
def panda_story(panda, budget):
    """Loss and dev accuracy of a `helpers.panda.Panda`'s days, out of a budget of days."""
    figure, _, draw = _diary(budget)
    return Picture(figure, DESCRIPTION, draw([panda], panda.learning_rate, panda.decay))


@drawing()
def panda_session(new_panda, judge, others, budget=24, learning_rate=0.01, decay=0.9):
    """A panda to look after: train a day, nudge the settings, go back a day, begin a new one.

    `new_panda` takes ``learning_rate``, ``decay`` and ``seed`` and returns a
    `helpers.panda.Panda`; `budget` are the days to spend over all pandas; the settings are those
    of the first day. When the days are spent, the best evening is shown with its test accuracy,
    `judge` of the panda as it was then, beside those of `others`: arrays by name.
    """
    figure, artists, draw = _diary(budget, others)
    first = {"learning_rate": learning_rate, "decay": decay}
    pandas = [new_panda(**first, seed=0)]
    tested = {(1, 0): judge(pandas[0])}  # by panda and evening
    said = {"message": "", "settings": first}  # a message is about the press before

    def left():
        return budget - sum(panda.days_spent for panda in pandas)

    def train_a_day(**settings):
        if not left():
            return "The budget is used up: no day is left. 'reset' starts all over."
        pandas[-1].learning_rate, pandas[-1].decay = settings.values()
        pandas[-1].train_a_day()
        tested[len(pandas), len(pandas[-1].days)] = judge(pandas[-1])
        return ""

    def back_a_day(**settings):
        if not pandas[-1].days:
            return "This panda is on day 0: there is no yesterday to go back to."
        gone = pandas[-1].days[-1].number
        pandas[-1].back_a_day()
        return (f"Day {gone} is taken back. It stays spent, and the sliders stay where they are: "
                "change α, or the same day comes again.")

    def another(**settings):
        if not pandas[-1].days_spent:
            return "This panda has not been trained yet: train it before you leave it."
        if not left():
            return "The budget is used up: a new panda could not be trained."
        pandas.append(new_panda(**settings, seed=len(pandas)))
        tested[len(pandas), 0] = judge(pandas[-1])
        return f"Panda {len(pandas)}: new random weights."

    def pressed(action):
        def press(**settings):
            said.update(message=action(**settings), settings=settings)
            return settings
        return press

    def reset(**settings):
        pandas[:] = [new_panda(**first, seed=0)]
        said.update(message="", settings=first)
        return first

    def move(**settings):
        if settings != said["settings"]:
            said.update(message="", settings=settings)
        return draw(pandas, **settings, message=said["message"], tested=tested)

    return Panel(
        figure, DESCRIPTION, artists, move,
        {"reset": reset, "train a day": pressed(train_a_day), "back a day": pressed(back_a_day),
         "new panda": pressed(another)},
        learning_rate=Slider("learning rate α", learning_rate, decades(-4, 2)),
        decay=Slider("decay", decay, DECAYS))


def _diary(budget, others=None):
    """The chart, what moves in it, and a function that draws pandas and returns the readout."""
    figure, ((top, corner), (below, strip)) = new_figure(
        8.5, 3.5, 2, 2, sharex="col", height_ratios=[1, 1.2], width_ratios=[3, 1])
    top.set(yscale="log", ylim=(0.03, 200), ylabel="training loss\n(mean of 10\nmini-batches)",
            xlim=(-0.02 * budget, 1.01 * budget))
    top.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    top.minorticks_off()
    below.set(xlabel="day", ylabel="accuracy, dev\n(the scale widens\ntowards 1)")
    for axes in (below, strip):
        stretched_accuracy(axes)
    below.set_xticks(range(0, budget + 1, 1 if budget <= 16 else 2))
    corner.set_axis_off()
    names = ["you", *others] if others else []
    strip.set(xlim=(-0.6, len(names) - 0.4), yticklabels=[])
    strip.set_xticks(range(len(names)), [name.replace(" ", "\n") for name in names], fontsize=9)
    strip.set_title("test, in the end", fontsize=9)
    strip.set_visible(bool(names))
    grey = {"color": GREY, "linestyle": "--", "linewidth": 1.3}
    small = {"fontsize": 9, "rotation": 90, "va": "top", "linespacing": 1}
    lost_loss, = top.plot([], [], **grey)
    lost, = below.plot([], [], **grey, marker="x", markersize=5, label="taken back")
    before, = below.plot([], [], color=SKY, linewidth=1, marker=".", markersize=4,
                         label="earlier pandas")
    loss, = top.plot([], [], color=BLUE, linewidth=1.5)
    line, = below.plot([], [], color=BLUE, marker="o", markersize=5, label="this panda")
    star, = below.plot([], [], "*", color=ORANGE, markersize=14, markeredgecolor=INK,
                       label="best kept")
    nudges, = top.plot([], [], color=GREEN, linestyle=":", linewidth=1.3)
    labels = [top.text(0, 170, "", color=INK, **small) for _ in range(budget)]
    tomorrow, = top.plot([], [], color=SKY, linestyle=":", linewidth=1.3)
    tomorrows = top.text(0, 170, "", color=GREY, **small)
    gone = [below.text(0, 0, "", color=GREY, fontsize=9, va="center") for _ in range(budget)]
    rivals, = strip.plot([], [], "o", color=INK, markersize=5, alpha=0.5)
    yours, = strip.plot([], [], "*", color=ORANGE, markersize=14, markeredgecolor=INK)
    artists = {"lost_loss": lost_loss, "lost": lost, "others": before, "loss": loss, "line": line,
               "star": star, "nudges": nudges, "labels": labels, "tomorrow": tomorrow,
               "tomorrows": tomorrows, "gone": gone, "rivals": rivals, "yours": yours}
    legend = []

    def draw(pandas, learning_rate, decay, message="", tested=None):
        *olds, panda = pandas
        handles = [line, star, *[lost] * bool(panda.undone), *[before] * bool(olds)]
        if handles != legend:
            legend[:] = handles
            corner.legend(handles=handles, loc="upper left")
        line.set_data(*zip(*panda.curve, strict=True))
        loss.set_data(*_joined(map(_loss_of, panda.days)))
        lost_loss.set_data(*_chains(map(_loss_of, panda.undone)))
        lost.set_data(*_chains([(day.number - 1, day.number), (day.before, day.accuracy)]
                               for day in panda.undone))
        before.set_data(*_chains(np.transpose(old.curve) for old in olds))
        who, when, best = max(((who, day, value) for who, one in enumerate(pandas, 1)
                               for day, value in one.curve), key=lambda evening: evening[2])
        star.set_data([when], [best])
        mark_nudges(panda)
        left = budget - sum(one.days_spent for one in pandas)
        mark_tomorrow(panda, learning_rate, decay, left)
        _name_lost_days(panda, gone, 0.012 * budget)
        plan = f"{left} left   tomorrow: α = {learning_rate:.6g}, decay = {decay:.6g}"
        lines = [f"panda {len(pandas)}, day {len(panda.days)}: accuracy {panda.accuracy:.3f}   "
                 f"best kept {best:.3f} (panda {who}, day {when})",
                 f"{budget - left} of {budget} days spent, {plan if left else '0 left'}",
                 message or _last_day(panda)]
        if tested:  # what the test set says, once no day is left
            found = {} if left else {"you": [tested[who, when]], **others}
            yours.set_data(*([], []) if left else ([0], found["you"]))
            rivals.set_data(*_joined([place + 0.025 * np.arange(len(values)), values]
                                     for place, values in enumerate(found.values()) if place))
            means = (f"{name} {np.mean(values):.3f}" for name, values in found.items())
            lines += ["test accuracy: " + ", ".join(means)] * bool(found)
        return "\n".join(lines)

    def mark_nudges(panda):
        """Dotted lines and values where a day's settings are not those of the day before."""
        marks, old = [], None
        for day in panda.days:
            if changed := _changed(old, day.learning_rate, day.decay):
                marks.append((day.number - 1, "\n".join(changed)))
            old = day
        nudges.set_data(*_chains([(at, at), (0.03, 200)] for at, _ in marks if at))
        for label in labels:
            label.set_text("")
        for label, (at, text) in zip(labels, marks, strict=False):
            label.set(text=text, x=at + 0.006 * budget)

    def mark_tomorrow(panda, learning_rate, decay, left):
        """A pale line and tomorrow's settings where tomorrow begins, if a day is left."""
        at = len(panda.days)
        tomorrow.set_data(*([at, at], [0.03, 200]) if left else ([], []))
        changed = _changed(panda.days[-1] if at else None, learning_rate, decay)
        text = "tomorrow: " + "\n".join(changed or ["as today"])
        tomorrows.set(text=text if left else "", x=at + 0.006 * budget)

    return figure, artists, draw


def _name_lost_days(panda, labels, gap):
    """The learning rate of each day that was taken back, right of its end."""
    ends = {}
    for day in panda.undone:  # ends that lie close together share their label
        ends.setdefault((day.number, round(day.accuracy, 1)), []).append(day)
    for label in labels:
        label.set_text("")
    for label, ((number, _), days) in zip(labels, ends.items(), strict=False):
        label.set_text("α " + ", ".join(f"{day.learning_rate:.3g}" for day in days))
        label.set_position((number + gap, days[0].accuracy))


def _last_day(panda):
    """What the last day did."""
    if not panda.days:
        return "day 0: the weights are random"
    day = panda.days[-1]
    change = day.accuracy - day.before
    verdict = "better" if change > 0 else "worse" if change < 0 else "unchanged"
    return (f"day {day.number} with α = {day.learning_rate:.3g}, decay = {day.decay:.3g}: "
            f"{verdict} ({change:+.3f})")


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


def _joined(curves):
    """Curves (x, y) one after the other, as one line."""
    return np.concatenate([np.empty((2, 0)), *curves], axis=1)


def _chains(curves):
    """Curves (x, y) as one line with a gap of NaN after each."""
    return _joined(np.hstack([curve, [[np.nan], [np.nan]]]) for curve in curves)
