"""Panels of the notebook on test time and exponentially weighted averages."""

from ipywidgets import FloatSlider, IntSlider, SelectionSlider, ToggleButtons

from helpers.figures.averages import CORRECTED, UNCORRECTED, ChasingScene, TemperatureScene
from helpers.panels.panel import Panel

DECAYS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999)


def temperatures(days, temperature):
    """Sliders for the decay and for a day, on the average of a year's temperatures.

    Parameters
    ----------
    days : ndarray, datetime64[D], shape (m,)
    temperature : ndarray, shape (m,)
        In degrees Celsius.

    Returns
    -------
    Panel
    """
    return Panel(
        TemperatureScene(days, temperature),
        decay=FloatSlider(0.9, min=0.5, max=0.99, step=0.01, description="decay"),
        day=IntSlider(min(120, len(days)), min=1, max=len(days), description="day"),
        correction=_correction(),
    )


def chasing(means, variances, checked, whole_means, whole_variances):
    """A slider for the decay on one unit's statistics during training, and one to replay it.

    Parameters
    ----------
    means, variances : ndarray, shape (steps,)
        The unit's statistics on each mini-batch.
    checked : sequence of int
        After which steps the whole training set was looked at; the last is the end.
    whole_means, whole_variances : ndarray, shape (len(checked),)
        The unit's statistics over the whole training set at those steps.

    Returns
    -------
    Panel
    """
    return Panel(
        ChasingScene(means, variances, checked, whole_means, whole_variances),
        decay=SelectionSlider(options=DECAYS, value=0.9, description="decay"),
        steps=IntSlider(len(means), min=1, max=len(means), description="steps seen"),
        correction=_correction(),
    )


def _correction():
    return ToggleButtons(options=[("with", CORRECTED), ("without", UNCORRECTED)],
                         description="bias correction")
