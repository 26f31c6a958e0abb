"""Panels of the notebook on training with mini-batches."""

from ipywidgets import Dropdown, FloatSlider, IntSlider, ToggleButtons

from helpers.figures.steering import SteeringScene
from helpers.figures.training import MiniBatchScene, TrainingFilmScene
from helpers.network import depth
from helpers.panels.panel import Panel


def mini_batch_stepper(z, sizes=(15, 60, 240), batches=25):
    """A slider over mini-batches: each with its own mean and variance, of one unit.

    Parameters
    ----------
    z : ndarray, shape (1, N)
        The unit's values over the training set, already in random order; N at least
        ``batches * max(sizes)``.
    sizes : sequence of int
        Mini-batch sizes to choose from.
    batches : int
        How many mini-batches to step through.

    Returns
    -------
    Panel
    """
    return Panel(
        MiniBatchScene(z, batches),
        batch=IntSlider(1, min=1, max=batches, description="mini-batch"),
        m=ToggleButtons(options=[(f"m = {size}", size) for size in sizes], value=sizes[1],
                        description="size"),
    )


def training_film(films):
    """A slider over the steps of training: activations and accuracy, without and with batch norm.

    Parameters
    ----------
    films : dict of str to dict of int to dict
        As `helpers.figures.training.TrainingFilmScene` takes them.

    Returns
    -------
    Panel
    """
    scene = TrainingFilmScene(films)
    gap = scene.steps[1] - scene.steps[0]
    return Panel(
        scene,
        step=IntSlider(scene.steps[0], min=scene.steps[0], max=scene.steps[-1], step=gap,
                       description="step"),
        shown=ToggleButtons(options=[("one unit of a layer", "one"), ("all its units", "all")],
                            description="show"),
    )


def steering(parameters, X, y, statistics):
    """Sliders on one layer's gamma and beta in a trained network.

    Parameters
    ----------
    parameters : dict
        Trained with batch norm and sigmoids; never changed.
    X : ndarray, shape (n0, m)
    y : ndarray of int, shape (m,)
    statistics : dict
        For `helpers.network.predict`.

    Returns
    -------
    Panel
    """
    return Panel(
        SteeringScene(parameters, X, y, statistics),
        layer=Dropdown(options=[(f"layer {i}", i) for i in range(1, depth(parameters))],
                       description="layer"),
        scale=FloatSlider(1, min=0, max=5, step=0.1, description="gamma times"),
        shift=FloatSlider(0, min=-6, max=6, step=0.1, description="beta plus"),
        source=ToggleButtons(
            options=[("running statistics", "running"), ("this batch's own", "batch")],
            description="normalize with",
        ),
    )
