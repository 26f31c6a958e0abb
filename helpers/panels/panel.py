"""Sliders, a picture that follows them, and the numbers it shows."""

import html
from contextlib import contextmanager
from math import log

import ipywidgets

from helpers.figures.scene import bundle

STILL_CAPTION = "run this cell to move the sliders"


class Panel:
    """Join controls to a scene.

    Shown as the last line of a cell, a panel displays its controls, its picture and a readout
    of the picture's numbers. Where no kernel is running it shows its first picture, with a
    caption that says how to make it live.

    Parameters
    ----------
    scene : helpers.figures.scene.Scene
        Its `move` takes the controls' values by their names.
    buttons : dict of str to callable, optional
        Label to a function that takes the current values by name and returns a dict of the
        values to set. One called "reset" takes the place of the usual reset.
    **controls : ipywidgets value widgets
        Sliders, dropdowns, toggles; the name is the scene's name for the value.

    Attributes
    ----------
    controls : dict of str to widget
    buttons : dict of str to ipywidgets.Button
        Those asked for, and "reset".
    picture : ipywidgets.Image
    readout : ipywidgets.HTML
    widget : ipywidgets.VBox
        All of it.
    """

    def __init__(self, scene, buttons=None, **controls):
        self.scene = scene
        self.controls = controls
        self._exact = {}
        self._first_values = {name: control.value for name, control in controls.items()}
        self.picture = ipywidgets.Image(format="png", layout={
            "width": f"{scene.width}px",  # its own size, so that letters stay sharp
            "max_width": "100%",
        })
        self.readout = ipywidgets.HTML()
        self.buttons = {}
        actions = dict(buttons or {})
        actions.setdefault("reset", lambda **values: self._first_values)
        for label, action in actions.items():
            self.buttons[label] = button = ipywidgets.Button(
                description=label, layout={"width": "auto"}
            )
            button.on_click(lambda _, action=action: self._press(action))
        longest = max((len(control.description) for control in controls.values()), default=0)
        for control in controls.values():
            control.style.description_width = f"{0.6 * longest + 2:.1f}em"
            if isinstance(control, ipywidgets.ToggleButtons):
                control.style.button_width = control.layout.width = "auto"
                control.layout.display = "flex"  # the label beside the buttons, not above
            else:
                control.layout.width = f"{0.6 * longest + 29:.1f}em"
            control.observe(self._follow, "value")
        self.widget = ipywidgets.VBox(
            [
                ipywidgets.VBox(list(controls.values())),
                ipywidgets.HBox(list(self.buttons.values())),
                self.picture,
                self.readout,
            ]
        )
        self._follow()
        first = ", ".join(
            f"{control.description} = {_shown(control)}" for control in controls.values()
        )
        self._still_readout = scene.readout
        self._still = scene.png(caption=f"{scene.readout}\n{first}   ({STILL_CAPTION})".strip("\n"))

    @property
    def values(self):
        """The controls' values by name.

        A value set by a button is kept exactly: the browser rounds it to the slider's next step
        and sends that back, which is no move of the learner's.
        """
        return {
            name: self._exact[name]
            if name in self._exact and _within_a_step(control, self._exact[name])
            else control.value
            for name, control in self.controls.items()
        }

    def set(self, **values):
        """Set several controls, then draw once."""
        self._exact = dict(values)
        for control in self.controls.values():
            control.unobserve(self._follow, "value")
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            for control in self.controls.values():
                control.observe(self._follow, "value")
        self._follow()

    def _press(self, action):
        """Set the values a button's action asks for."""
        with self._failure_shown():
            self.set(**action(**self.values))

    def _follow(self, change=None):
        """Draw the controls' values."""
        with self._failure_shown():
            readout = self.scene.update(**self.values)
            self.picture.value = self.scene.png()
        self.readout.value = f"<pre style='margin:0'>{html.escape(readout)}</pre>"

    @contextmanager
    def _failure_shown(self):
        """Show an exception in the readout on its way out: widgets swallow what a button raises."""
        try:
            yield
        except Exception as error:
            self.readout.value = (
                "<b>This picture failed and no longer follows the sliders:</b> "
                + html.escape(f"{type(error).__name__}: {error}")
            )
            raise

    def _repr_mimebundle_(self, include=None, exclude=None):
        live = self.widget._repr_mimebundle_()["application/vnd.jupyter.widget-view+json"]
        return bundle(
            self._still,
            self.scene.description,
            self._still_readout,
            **{"application/vnd.jupyter.widget-view+json": live},
        )


def _within_a_step(control, value):
    """Whether a slider stands at `value`, as nearly as its steps allow."""
    if control.value == value:
        return True
    if not isinstance(value, float) or not hasattr(control, "step"):
        return False
    shown = control.value
    if hasattr(control, "base"):
        shown, value = log(shown, control.base), log(value, control.base)
    return abs(shown - value) <= 0.501 * control.step


def _shown(control):
    """A control's value as it stands on the screen."""
    label = getattr(control, "label", None)
    if label is not None:
        return label
    value = control.value
    return f"{value:.3g}" if isinstance(value, float) else str(value)
