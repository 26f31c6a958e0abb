"""A guess before the answer: made with a small widget, shown beside what is measured later."""

import html

import ipywidgets
import numpy as np
from IPython.display import display

from helpers import progress
from helpers.pictures import live
from helpers.pictures.controls import typed_number
from helpers.pictures.picture import Picture, drawing
from helpers.pictures.style import BLUE, INK, LIGHT, ORANGE, new_figure

CLOSE = 0.1  # of the line from low to high: so near a guess counts as close


class Guess:
    """A question to answer before the cell that measures it; unanswered, nothing changes.

    name : what the guess is recorded under, one in the whole course.
    choices : texts to choose from; without them a number from `low` to `high`, on a logarithmic
    line with `log`. unit : stands behind the number, such as " steps" or "%".

    `value` is the text or number that was guessed, or None. In a later cell ``reveal(truth)``
    shows both and records them.
    """

    def __init__(self, name, question, choices=None, *, low=0, high=100, log=False, unit=""):
        self.name, self.question, self.choices = name, question, choices
        self.low, self.high, self.log, self.unit = low, high, log, unit
        self.value = self.truth = None
        self.said = ipywidgets.HTML()
        if choices:
            self.entry = ipywidgets.ToggleButtons(options=choices, value=None, style={
                "button_width": "auto"}, layout={"width": "auto"}, tooltip=question)
            self.entry.observe(lambda change: self._take(change["new"]), "value")
            row = [self.entry]
        else:
            self.entry = ipywidgets.Text(placeholder=f"{low:,} to {high:,}", tooltip=question,
                                         continuous_update=False, layout={"width": "9em"})
            button = ipywidgets.Button(description="guess", layout={"width": "auto"})
            self.entry.observe(self._typed, "value")
            button.on_click(lambda _: self._typed({"new": self.entry.value}))
            row = [self.entry, ipywidgets.Label(unit.strip()), button]
        self.widget = ipywidgets.VBox([
            ipywidgets.HTML(f"<b>Guess.</b> {html.escape(question)}"),
            ipywidgets.HBox(row, layout={"flex_flow": "row wrap"}), self.said])
        self.before = progress.load()["guesses"].get(name, {}).get("guess")
        if self.before:
            self._say(f"You said <b>{html.escape(self.before)}</b> before; that one counts.")

    def _typed(self, change):
        number = typed_number(change["new"].strip().removesuffix(self.unit.strip()))
        if self.low <= number <= self.high:
            self._take(int(number) if number == int(number) else number)
        else:
            self._say(f"A number from {self.low:,} to {self.high:,}, please.")

    def _take(self, value):
        self.value = value
        self._say(f"You say <b>{html.escape(self._text(value))}</b>. Go on: "
                  "what is measured comes further down.")

    def _say(self, message):
        self.said.value = f"<div role='status'>{message}</div>"

    def _text(self, value):
        """A guess or a truth as it is shown."""
        if self.choices:
            return value
        number = f"{value:,}" if isinstance(value, int) else f"{value:.3g}"
        return number + self.unit

    def _place(self, number):
        """Where a number lies on the line, from 0 to 1."""
        scale = np.log if self.log else float
        low, high = scale(self.low), scale(self.high)
        return float((scale(number) - low) / (high - low))

    def reveal(self, truth):
        """Show what was measured, one of the choices or a number, beside the guess; record both."""
        if self.choices and truth not in self.choices:
            raise ValueError(f"truth: expected one of {self.choices}; got {truth!r}")
        truth = truth.item() if isinstance(truth, np.generic) else truth
        found = self._text(truth)
        again = self.truth not in (None, truth)  # something was changed since the answer
        self.truth = truth if self.truth is None else self.truth
        if self.value is None or again:
            line = ("Measured now:" if again else "Measured:" if not self.before
                    else f"You said {self.before} before, measured")
            display({"text/html": f"<p>{html.escape(line)} <b>{html.escape(found)}</b></p>",
                     "text/plain": f"{line} {found}"}, raw=True)
            return
        said = self._text(self.value)
        close = (self.value == truth if self.choices
                 else abs(self._place(self.value) - self._place(truth)) <= CLOSE)
        line = (f"{'✔' if close else '✘'} You said <b>{html.escape(said)}</b>, "
                f"measured <b>{html.escape(found)}</b>.")
        self._say(line)
        shaded = "" if self.choices else " (A guess in the shaded part counts as close.)"
        display({"text/html": f"<p>{line}{shaded}</p>",
                 "text/plain": f"You said {said}, measured {found}."}, raw=True)
        if not self.choices:
            display(self._line(truth, said, found))
        if self.name not in progress.load()["guesses"]:  # the first one counts
            progress.record("guesses", self.name, question=self.question, guess=said, truth=found,
                            close=bool(close))

    @drawing()
    def _line(self, truth, said, found):
        """Guess and truth on one line; what counts as close is shaded."""
        guess, middle = self._place(self.value), self._place(truth)
        figure, axes = new_figure(6, 0.9)
        axes.axvspan(middle - CLOSE, middle + CLOSE, color=LIGHT, alpha=0.6, linewidth=0)
        axes.axhline(0, color=INK, linewidth=1, zorder=1)
        axes.plot(guess, 0, "D", color=ORANGE, markersize=8)
        axes.plot(middle, 0, "o", color=BLUE, markersize=9)
        for place, text, height in ((guess, f"you: {said}", 0.55),
                                    (middle, f"measured: {found}", -0.55)):
            side = "left" if place < 0.2 else "right" if place > 0.8 else "center"
            axes.text(place, height, text, ha=side, va="center", fontsize=9)
        axes.set(xlim=(-0.02, 1.02), ylim=(-1, 1))
        axes.set_axis_off()
        return Picture(figure, f"A line from {self._text(self.low)} to {self._text(self.high)}: "
                       f"your guess {said}, a diamond; measured {found}, a dot.")

    def _ipython_display_(self):
        choices = "".join(f" · {html.escape(choice)}" for choice in self.choices or ())
        live.show_live(
            self.widget, f"<p><b>Guess.</b> {html.escape(self.question)}{choices}</p>",
            f"Guess. {self.question}{html.unescape(choices)}", lambda: live.close(self.widget))
