"""The implementations and live pictures behind the notebooks.

Two floors, and imports only go down: ``panels``, ``figures`` and ``exercises``
stand on the mathematics modules (``batch_norm``, ``normalization``, ...), which
need numpy and nothing else that draws.
"""

import numpy  # noqa: F401  (its linear algebra library must be there to be limited)
from threadpoolctl import threadpool_limits

# The matrices of this course are small. Split over several threads, a product of theirs waits
# longer for the slowest thread than it computes: on a busy machine fifty times as long.
threadpool_limits(limits=1, user_api="blas")
