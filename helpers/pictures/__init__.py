"""Pictures, and pictures that follow their controls: one file a topic, one function a picture.

Who imports this sits in a notebook. There linear algebra keeps to one thread, also in the loops
that a learner writes: see `helpers.threads`.
"""

import numpy  # noqa: F401  (its linear algebra library must be there to be limited)
from threadpoolctl import threadpool_limits

threadpool_limits(limits=1, user_api="blas")
