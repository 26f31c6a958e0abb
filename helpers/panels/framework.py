"""Panels of the notebook on TensorFlow."""

from ipywidgets import IntSlider, Label, SelectionSlider

from helpers.figures.framework import WarmUpScene
from helpers.panels.panel import Panel

MOMENTA = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)


def keras_warm_up(means, variances):
    """Sliders for momentum and for the steps seen, on a Keras layer's moving averages.

    Parameters
    ----------
    means, variances : ndarray, shape (steps,)
        One unit's statistics on each mini-batch.

    Returns
    -------
    Panel
    """
    return Panel(
        WarmUpScene(means, variances),
        momentum=SelectionSlider(options=MOMENTA, value=0.99, description="momentum"),
        steps=IntSlider(min(20, len(means)), min=1, max=len(means), description="steps seen"),
    )


def measured(text):
    """Show a line while the kernel runs; it is not stored, since it differs from run to run.

    Parameters
    ----------
    text : str

    Returns
    -------
    ipywidgets.Label
    """
    return Label(text)
