"""Figures that can be redrawn quickly: one file a topic, drawn with matplotlib alone."""
