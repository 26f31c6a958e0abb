"""A slider whose exact value stands beside it, in a box to type in."""

import html
import re
import time

import ipywidgets
import numpy as np
import traitlets

from helpers.pictures.style import WRONG_WORDS

INTERVAL = 45  # milliseconds from one move of a playing slider to the next
NAMES = "<style>" + "".join(  # read aloud for the icons of Play's buttons, which have no names
    f'.widget-play .fa-{name}::before {{ content: "\\{icon}" / "{name}"; }}'
    for name, icon in (("play", "f04b"), ("pause", "f04c"), ("stop", "f04d"))) + "</style>"
LATE = 1  # seconds in which ticks may still arrive after a stop


class Slider(ipywidgets.HBox):
    """A slider over `values`, in increasing order, and a box that shows the value and takes one.

    What the box shows is what the picture draws, also between two positions of the handle. A
    typed number is taken if it lies between the smallest and the largest value ("2,5" is 2.5) and
    refused with a reason otherwise. Where `values` are whole numbers, `value` is one. With `play`
    two buttons stand beside it: one lets the page's clock move the handle, one moves it once.
    """

    value = traitlets.Any()

    def __init__(self, description, value, values, play=False):
        self.values = np.asarray(values)
        self.description = description
        self.slider = ipywidgets.IntSlider(description=description, readout=False, min=0,
                                           max=len(self.values) - 1,
                                           layout={"flex": "1 1 180px", "width": "auto"})
        self.box = ipywidgets.Text(continuous_update=False, tooltip=description,
                                   layout={"width": "76px", "flex": "0 0 auto"})
        self.note = ipywidgets.HTML(layout={"display": "none", "flex": "0 0 100%"})
        self._handles, buttons = [self.slider], []
        if play:
            clock = ipywidgets.Play(max=self.slider.max, interval=INTERVAL, show_repeat=False)
            step = ipywidgets.Button(icon="step-forward", tooltip="one step",
                                     layout={"width": "36px"})
            step.on_click(lambda _: self._slide({  # after the last one comes the first
                "new": (self._position() + 1) % len(self.values)}))
            names = ipywidgets.HTML(NAMES, layout={"display": "none"})
            self._handles, buttons = [self.slider, clock], [clock, step, names]
        super().__init__([self.slider, self.box, *buttons, self.note],
                         layout={"flex_flow": "row wrap"})
        self.observe(self._show, "value")
        self._stopped = -LATE
        self.slider.observe(self._slide, "value")
        for clock in self._handles[1:]:
            clock.observe(self._tick, "value")
        self.box.observe(self._type, "value")
        self.value = value

    @traitlets.validate("value")
    def _within(self, proposal):
        number = np.clip(proposal["value"], self.values[0], self.values[-1])
        return self.values.dtype.type(number).item()

    @property
    def text(self):
        """The value as the box shows it."""
        return f"{self.value:.6g}"

    def settle(self):
        """Stop playing, and show no note."""
        for clock in self._handles[1:]:
            self._stopped = time.monotonic()
            clock.playing = False
            clock.send_state("playing")  # the page does not say when it began to play
        self.say("")

    def say(self, note):
        """Show a note in a line of its own, or with "" none."""
        self.note.value, self.note.layout.display = note, "flex" if note else "none"

    def _position(self):
        """Where the handle stands: at the nearest of the values."""
        return int(np.abs(self.values - self.value).argmin())

    def _show(self, change):
        self.say("")
        for handle in self._handles:
            handle.value = self._position()
        self.box.value = self.text

    def _tick(self, change):
        if time.monotonic() - self._stopped < LATE:
            change["owner"].value = self._position()
        else:
            self._slide(change)

    def _slide(self, change):
        if change["new"] != self._position():  # the learner's move, not the value's own place
            self.value = self.values[change["new"]]

    def _type(self, change):
        typed = change["new"].strip()
        if typed == self.text:
            return
        low, high = self.values[0], self.values[-1]
        whole = "whole " if self.values.dtype.kind == "i" else ""
        number = typed_number(typed)
        if number < low or number > high:
            reason = f"lies outside {low:.6g} to {high:.6g}"
        elif np.isnan(number) or (whole and number % 1):
            reason = f"is not a {whole}number"
        else:
            self.value, reason = number, ""
        self.box.value = self.text
        self.say(reason and f"<span role='alert' style='color:{WRONG_WORDS}'>"
                            f"{html.escape(typed) or 'nothing'} {reason}</span>")


class Unseen(traitlets.HasTraits):
    """A whole number from 0 to 99 that buttons change and no control shows: which draw."""

    value, description, values = traitlets.Int(0), "", np.arange(100)


def typed_number(text):
    """The number that a learner typed, in either notation; NaN if it is none.

    >>> typed_number("2,5"), typed_number("0,999"), typed_number("10,000"), typed_number("a few")
    (2.5, 0.999, 10000.0, nan)
    """
    thousands = re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+", text.strip())
    try:
        return float(text.replace(",", "" if thousands else "."))
    except ValueError:
        return np.nan


def steps(low, high, step):
    """The numbers from low to high, both included; whole ones for whole arguments.

    >>> steps(0, 0.3, 0.1).tolist(), steps(1, 3, 1).tolist()
    ([0.0, 0.1, 0.2, 0.3], [1, 2, 3])
    """
    numbers = low + step * np.arange(round((high - low) / step) + 1)
    return numbers if numbers.dtype.kind == "i" else numbers.round(10)


def decades(low, high, each=20):
    """Numbers from 10**low to 10**high, `each` to a factor of ten, rounded to three digits.

    >>> decades(-1, 1, each=2).tolist()
    [0.1, 0.316, 1.0, 3.16, 10.0]
    """
    exponents = np.linspace(low, high, round((high - low) * each) + 1)
    return np.array([float(f"{10.0**exponent:.3g}") for exponent in exponents])
