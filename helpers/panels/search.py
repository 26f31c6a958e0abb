"""Panels of the notebook on choosing hyperparameters: where to put the trials."""

import numpy as np
from ipywidgets import FloatSlider, IntSlider, SelectionSlider, ToggleButtons

from helpers.figures.search import CoarseToFineScene, GridAndRandomScene
from helpers.panels.panel import Panel
from helpers.sampling import value_at

DRAWS = 100
PLACES = (np.arange(21) / 20).round(3)
NAMES = {"learning_rate": "center alpha", "decay": "center decay", "epsilon": "center epsilon"}


def grid_and_random(surfaces):
    """As many trials on a grid as at random: which search finds the best tenth of a space?

    Parameters
    ----------
    surfaces : dict of str to helpers.surfaces.Surface
        Such as from `helpers.surfaces.measured_surfaces`.

    Returns
    -------
    Panel
    """
    return Panel(
        GridAndRandomScene(surfaces),
        {"draw again": lambda draw, **values: {"draw": draw % DRAWS + 1}},
        surface=ToggleButtons(options=list(surfaces), description="surface"),
        points=IntSlider(5, min=2, max=8, description="points per side"),
        draw=IntSlider(2, min=1, max=DRAWS, description="draw"),
    )


def coarse_to_fine(surface):
    """A coarse sample, a box to put where it looks promising, and a second sample inside.

    Parameters
    ----------
    surface : helpers.surfaces.Surface
        Of two hyperparameters.

    Returns
    -------
    Panel
    """
    across, up = (
        SelectionSlider(
            options=[(f"{value:.3g}", place) for value, place in
                     zip(value_at(axis, PLACES), PLACES.tolist(), strict=True)],
            value=0.5, description=NAMES.get(name, f"center {name}"))
        for name, axis in surface.space.items())
    return Panel(
        CoarseToFineScene(surface),
        {"sample inside": lambda fine, **values: {"fine": fine % DRAWS + 1},
         "start again": lambda coarse, **values: {"coarse": coarse % DRAWS + 1, "fine": 0}},
        across=across,
        up=up,
        share=FloatSlider(0.4, min=0.05, max=1, step=0.05, description="sides of the box"),
        coarse=IntSlider(1, min=1, max=DRAWS, description="coarse sample"),
        fine=IntSlider(0, min=0, max=DRAWS, description="fine sample"),
        shown=ToggleButtons(options=[("hidden", False), ("shown", True)], description="surface"),
    )
