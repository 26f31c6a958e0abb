"""Figures with sliders: one file a topic, the only importers of ipywidgets."""
