"""Panels of the notebook on sampling: which scale to draw a hyperparameter on."""

from ipywidgets import FloatSlider, IntSlider, ToggleButtons

from helpers.figures.scales import (
    STRETCHED,
    UNIFORM,
    LearningRateScene,
    RulerScene,
    WindowScene,
)
from helpers.panels.panel import Panel

SEEDS = 100


def scale_of_alpha():
    """Sliders for the two ends of a learning rate's range, and for where the good ones lie.

    Returns
    -------
    Panel
    """
    return Panel(
        LearningRateScene(),
        buttons={"draw again": _next_seed},
        low=IntSlider(-4, min=-6, max=-1, description="low end 10^"),
        high=IntSlider(0, min=0, max=2, description="high end 10^"),
        good=FloatSlider(-2.0, min=-5.5, max=1.5, step=0.1, description="good around 10^"),
        draws=IntSlider(100, min=10, max=2000, step=10, description="draws"),
        seed=_seed(),
    )


def ruler():
    """Draws of a decay on two rulers, and a slider for the exponent r of 1 - decay.

    Returns
    -------
    Panel
    """
    return Panel(
        RulerScene(),
        buttons={"draw again": _next_seed},
        scale=ToggleButtons(options=[UNIFORM, STRETCHED], description="drawn"),
        r=FloatSlider(-1.0, min=-3.0, max=-1.0, step=0.05, description="r of the marked one"),
        draws=IntSlider(60, min=10, max=200, step=10, description="dots"),
        seed=_seed(),
    )


def window_sensitivity():
    """A slider for a decay and one for a small change of it, on the window of the average.

    Returns
    -------
    Panel
    """
    return Panel(
        WindowScene(),
        decay=FloatSlider(0.9, min=0.9, max=0.999, step=0.001, readout_format=".3f",
                          description="decay"),
        change=FloatSlider(0.0005, min=0.0001, max=0.0005, step=0.0001, readout_format=".4f",
                           description="small change"),
    )


def _seed():
    return IntSlider(0, min=0, max=SEEDS - 1, description="seed")


def _next_seed(seed, **others):
    return {"seed": (seed + 1) % SEEDS}
