"""Exercises that know the usual mistakes: one file a topic."""
