"""What the notebooks suggest to try, as edits of their cells: each must run.

By notebook: a list of edits, "what stands there" and "what a learner writes", one for every
sentence that begins with **Try**.
"""

SUGGESTIONS = {}
