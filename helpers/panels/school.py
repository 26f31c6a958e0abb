"""Panels of the notebook on pandas and caviar."""

from ipywidgets import FloatLogSlider, IntSlider, SelectionSlider

from helpers.figures.caviar import CaviarScene
from helpers.figures.school import PandaSession
from helpers.panels.panel import Panel

DECAYS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)


def panda_session(new_panda, budget=24, learning_rate=0.01, decay=0.9):
    """A panda to look after: train a day, nudge the settings, go back a day, begin a new one.

    Parameters
    ----------
    new_panda : callable
        Takes ``learning_rate``, ``decay`` and ``seed``, returns a `helpers.panda.Panda`.
    budget : int
        Days there are to spend, over all pandas.
    learning_rate, decay : float
        Of the first day; the decay is one of `DECAYS`.

    Returns
    -------
    Panel
    """
    scene = PandaSession(new_panda, budget, learning_rate, decay)

    def train_a_day(**settings):
        scene.train_a_day(**settings)
        return settings

    def back_a_day(**settings):
        scene.back_a_day()
        return settings

    def another(**settings):
        scene.start_new_panda(**settings)
        return settings

    def reset(**settings):
        scene.start_again()
        return dict(scene.first)

    buttons = {"train a day": train_a_day, "back a day": back_a_day, "new panda": another,
               "reset": reset}
    return Panel(
        scene, buttons,
        learning_rate=FloatLogSlider(learning_rate, min=-4, max=2, step=0.05, description="alpha",
                                     readout_format=".3g"),
        decay=SelectionSlider(options=DECAYS, value=decay, description="decay"),
    )


def caviar(result):
    """A slider over the days of many models that are trained side by side.

    Parameters
    ----------
    result : helpers.search.SearchResult
        With ``learning_rate`` and ``decay`` for each trial, recorded once a day.

    Returns
    -------
    Panel
    """
    return Panel(
        CaviarScene(result),
        day=IntSlider(min(3, len(result.steps)), min=1, max=len(result.steps), description="day"),
    )
