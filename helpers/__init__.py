"""The implementations and live pictures behind the notebooks.

Two floors, and imports only go down: ``panels``, ``figures`` and ``exercises``
stand on the mathematics modules (``batch_norm``, ``normalization``, ...), which
need numpy and nothing else that draws.
"""
