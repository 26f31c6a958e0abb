"""Panels of the notebook on softmax."""

from ipywidgets import FloatLogSlider, FloatSlider, IntSlider, ToggleButtons

from helpers.figures.softmax import LARGEST_LOGIT, LogitsScene, RegionsScene
from helpers.panels.panel import Panel


def logits():
    """Sliders for three logits and the temperature, and a choice of the right class.

    Returns
    -------
    Panel
        With a button that adds 5 to all logits (or what room there is left up to 20).
    """
    first = {"z1": 2.0, "z2": 1.0, "z3": 0.0}

    def add_five(z1, z2, z3, **other):
        step = min(5.0, LARGEST_LOGIT - max(z1, z2, z3))
        return {"z1": z1 + step, "z2": z2 + step, "z3": z3 + step}

    return Panel(
        LogitsScene(),
        buttons={"add 5 to all logits": add_five},
        **{name: FloatSlider(value, min=-10, max=LARGEST_LOGIT, step=0.1, description=name)
           for name, value in first.items()},
        temperature=_temperature(),
        truth=ToggleButtons(options=[("1", 0), ("2", 1), ("3", 2)], value=1,
                            description="right class"),
    )


def regions(training, test, names, paths, features=("$x_1$", "$x_2$")):
    """A map of the classes to watch while models are trained.

    Parameters
    ----------
    training, test, names, paths, features
        As for `helpers.figures.softmax.RegionsScene`.

    Returns
    -------
    Panel
        With a choice of the model, and sliders for the step and the temperature.

    Raises
    ------
    ValueError
        If the paths differ in length.
    """
    lengths = {name: len(path) for name, path in paths.items()}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"paths: expected one length for all models; got {lengths}")
    last = min(lengths.values()) - 1
    return Panel(
        RegionsScene(training, test, names, paths, features),
        model=ToggleButtons(options=list(paths), description="model"),
        step=IntSlider(last, min=0, max=last, description="step"),
        temperature=_temperature(),
    )


def _temperature():
    return FloatLogSlider(1, base=10, min=-1, max=1, step=0.05, description="temperature T",
                          readout_format=".3g")
