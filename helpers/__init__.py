"""The implementations and live pictures behind the notebooks.

Imports only go down: ``pictures``, ``quizzes`` and ``exercises`` stand on the mathematics modules
(``batch_norm``, ``normalization``, ...), which need numpy and nothing that draws.
"""
