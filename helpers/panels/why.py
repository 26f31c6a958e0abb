"""Panels of the notebook on why batch norm works."""

from ipywidgets import FloatSlider, IntSlider, SelectionSlider, ToggleButtons

from helpers.figures.batch_means import SIZES, BatchMeanScene
from helpers.figures.drift import Z_TILDE, DriftScene, Z
from helpers.figures.reuse import ReuseScene
from helpers.figures.shift import COLOURS, SHARED, ShiftScene
from helpers.panels.panel import Panel


def shift(without, with_bn, X, y):
    """Sliders for a shift a x + b of test digits, and a switch for colours.

    Parameters
    ----------
    without, with_bn : helpers.experiments.Networks
        Trained on images whose red, green and blue are the same.
    X : ndarray, shape (side * side, m)
        Grey test images; a few hundred follow the hand.
    y : ndarray of int, shape (m,)

    Returns
    -------
    Panel
    """
    return Panel(
        ShiftScene(without, with_bn, X, y),
        a=FloatSlider(0.3, min=-1.5, max=3, step=0.1, description="a", readout_format=".1f"),
        b=FloatSlider(0.5, min=-1, max=1.5, step=0.1, description="b", readout_format=".1f"),
        ink=ToggleButtons(options=[SHARED, COLOURS], description="ink and paper"),
    )


def drift_film(films, steps):
    """Sliders over the steps of a training and over the units of a hidden layer.

    Parameters
    ----------
    films : dict of str to dict
        By network: ``Z`` and ``Z_tilde``, arrays of shape (T, units, images).
    steps : sequence of int, length T

    Returns
    -------
    Panel
    """
    units = next(iter(films.values()))["Z"].shape[1]
    looks = [(str(step), look) for look, step in enumerate(steps)]
    return Panel(
        DriftScene(films, steps),
        look=SelectionSlider(options=looks, value=len(steps) - 1, description="step"),
        unit=IntSlider(0, min=0, max=units - 1, description="unit"),
        values=ToggleButtons(options=[("z", Z), ("z_tilde", Z_TILDE)], value=Z_TILDE,
                             description="values"),
    )


def batch_means(values, rng):
    """A slider for the mini-batch size, on the means of many mini-batches.

    Parameters
    ----------
    values : ndarray, shape (N,)
        One unit's z on all images.
    rng : numpy.random.Generator

    Returns
    -------
    Panel
    """
    return Panel(
        BatchMeanScene(values, rng),
        m=SelectionSlider(options=SIZES, value=64, description="mini-batch size"),
    )


def reuse(stored):
    """A slider for the number of labelled images, on networks that are used again.

    Parameters
    ----------
    stored : dict of str to ndarray
        From ``load_sweep("reuse")``.

    Returns
    -------
    Panel
    """
    return Panel(
        ReuseScene(stored),
        labelled=SelectionSlider(options=stored["labelled"].tolist(), value=200,
                                 description="labelled images"),
    )
