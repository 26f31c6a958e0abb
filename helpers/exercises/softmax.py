"""Your turn: softmax, and the gradient of the loss behind it."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_softmax(Z):
    """Probabilities of the classes (rows) for every example (column)."""
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)


def my_gradient(Z, Y):
    """Gradient of the mean cross-entropy with respect to the logits."""
    A = my_softmax(Z)
    return (A - Y) / Z.shape[1]


def _softmax_cases(rng):
    """Ordinary logits; huge ones and a column of equal ones; one column far below; one example."""
    # Multiples of 1/4: float32 holds them exactly.
    huge = np.array([[1000.0, -1000.0, 2.0, 0.0], [1000.5, -999.25, 2.0, -1000.0],
                     [998.0, -1001.0, 2.0, 1000.0]])
    far_below = rng.normal(0, 1, (3, 5))
    far_below[:, 2] -= 1500
    one_example = np.concatenate([rng.normal(0, 1, (4, 1)), [[-1000.0]]])
    return [(rng.normal(0, 2, (4, 6)),), (rng.normal(0, 2, (2, 5)),), (rng.normal(0, 1, (3, 3)),),
            (rng.permutation(huge, axis=1),), (far_below,), (one_example,)]


def _gradient_cases(rng):
    """Logits near 0, then near 1000; as many classes as examples only once."""
    cases = []
    for classes, m, near in ((3, 7, 0), (4, 6, 0), (2, 5, 0), (5, 5, 0), (3, 1, 0), (3, 4, 1000)):
        Y = (rng.integers(0, classes, m) == np.arange(classes)[:, np.newaxis]).astype(float)
        cases.append((rng.normal(near, 1.5, (classes, m)), Y))
    return cases


LOST_AXIS = {r"broadcast.*\(\d+,\)": "Along which axis? Sum and maximum belong to the classes of "
                                     "one example: rows, so axis 0."}
LARGEST = "np.max(Z, axis=0, keepdims=True)"
E = f"np.exp(Z - {LARGEST})"
NO_LARGEST, LARGEST_OF_ALL = f" - {LARGEST} -> ", f"{LARGEST} -> np.max(Z)"
A = "E / np.sum(E, axis=0, keepdims=True)"

# What may be done with e^z in place of dividing by its sum over the classes.
NOT_A_SHARE = {
    "Your sum runs over the examples: axis 1. Probabilities of the *classes* add up to 1 for each "
    "example: sum down the columns, axis 0.": "np.sum(E, axis=0 -> np.sum(E, axis=1",
    "Your sum runs over the whole matrix. Sum each column alone: axis 0.": f"{A} -> E / np.sum(E)",
    "Your columns add up to C: you divided by the mean over the classes, not by the sum.":
        "np.sum -> np.mean",
    "Your columns add up to 1 / C: you divided once more, by C.": f"{A} -> {A} / Z.shape[0]",
    "You divided by the number of examples. Averaging is the loss's business; a probability stays "
    "as it is.": f"{A} -> {A} / Z.shape[1]",
    "You return e^z and no more. Divide each column by its sum: it adds up to 1.": f"{A} -> E",
    "You return only the sum of e^z. Divide e^z by it.": f"{A} -> np.sum(E, axis=0)",
    "You return log probabilities. Leave `np.log` to the loss.": f"{A} -> np.log({A})",
}

check_softmax = Exercise(my_softmax, _softmax_cases, ("A",), {
    "`np.exp` overflows for logits of 1000 (infinity over infinity is NaN). Subtract the largest "
    "logit of each column first: the probabilities stay the same.": NO_LARGEST,
    "You subtract the largest logit of the whole matrix: a column far below it becomes 0 / 0. "
    "Subtract each column's own: `Z.max(axis=0, keepdims=True)`.": LARGEST_OF_ALL,
    "`exp` can still overflow: subtract the largest logit, not the mean.": "np.max -> np.mean",
    "You raise 2 to the power. Take `np.exp`.": "np.exp( -> 2 ** (",
    "You subtract the largest logit of each *row*. Only a number that all logits of a column share "
    "cancels: `Z.max(axis=0, keepdims=True)`.": "np.max(Z, axis=0 -> np.max(Z, axis=1",
    "Your maximum and sum run over examples: axis 1. Take the classes: axis 0.": "axis=0 -> axis=1",
    "There is no `np.exp`: you divided logits, perhaps negative, by their sum.": f"{E} -> Z",
    "There is no `np.exp`: you divided the shifted logits by their sum.": "np.exp -> ",
    "You made logits positive with a square. It forgets the sign: use `np.exp`.": f"{E} -> Z**2",
    "You made logits positive with `abs`. It forgets the sign: use `np.exp`.": f"{E} -> np.abs(Z)",
    "You cut off large logits: 1000 and 998 become equal. Subtract each column's largest instead.":
        f"{E} -> np.exp(np.clip(Z, -500, 500))",
    "You cut off large logits from above: 1000 and 998 become equal, and a column of -1000 is 0 / "
    "0. Subtract each column's largest instead.": f"{E} -> np.exp(np.minimum(Z, 500))",
    "Your signs are turned: e^-z gives the largest logit the smallest probability.":
        ("np.exp(Z -> np.exp(-Z", "np.max(Z -> np.max(-Z"),
    "Your signs are turned, e^-z instead of e^z, and it overflows at -1000.": f"{E} -> np.exp(-Z)",
    "That is the hard max, a 1 for the largest logit and 0 for the others. Softmax gives every "
    "class its share of e^z.": f"{A} -> np.eye(len(Z))[:, Z.argmax(axis=0)]",
    "That is the hard max, with a 1 at *every* largest logit. Softmax gives every class its share "
    "of e^z.": f"{A} -> 1.0 * (Z == {LARGEST})",
    "That is a sigmoid for each logit by itself. The columns do not add up to 1: divide e^z by the "
    "sum of e^z over the classes.": lambda Z: 0.5 + 0.5 * np.tanh(Z / 2),
    **NOT_A_SHARE,
    **{f"{message} Besides, `np.exp` overflows at 1000: subtract each column's largest logit "
       "first.": (slip, NO_LARGEST) for message, slip in NOT_A_SHARE.items()},
    **{f"{message} Besides, subtract each column's own largest logit, not that of the whole "
       "matrix.": (slip, LARGEST_OF_ALL) for message, slip in NOT_A_SHARE.items()},
}, (
    "Two steps: `E = np.exp(...)`, then `E` over its sum. One column is one example, so the sum "
    "runs down the column.",
    "`axis=0` runs over the classes. Before `np.exp`, subtract the largest logit of each column: "
    "the probabilities stay the same, and no exponent is above 0.",
    "`E = np.exp(Z - Z.max(axis=0, keepdims=True))`, then return `E / E.sum(axis=0, "
    "keepdims=True)`.",
), LOST_AXIS)


# What a learner may take for A - Y; below, with and without the division by m.
NOT_A_MINUS_Y = {
    "The sign is turned: that is `Y - A`. The right class's entry is negative, so that a step "
    "against the gradient raises its logit.": "A - Y -> Y - A",
    "You return `A`, without the labels: the gradient is `A - Y`.": "A - Y -> A",
    "You return `-Y`: where are the probabilities, or did `//` cut them off? The gradient is "
    "`A - Y`.": "A - Y -> -Y",
    "You took the logits themselves for probabilities: `A` is `softmax(Z)`.": "A - Y -> Z - Y",
    "A sigmoid is not a softmax: it looks at each logit alone. `A` is `softmax(Z)`.":
        "my_softmax(Z) -> 1 / (1 + np.exp(-Z))",
    "`A - Y` is all; the factor `A` in front is one too many.": "(A - Y) -> A * (A - Y)",
    "`A - Y` is all; `A * (1 - A)`, a sigmoid's slope, has cancelled already.":
        "(A - Y) -> A * (1 - A) * (A - Y)",
    "`-Y / A` is the gradient with respect to the *probabilities*. Go on through softmax to the "
    "logits: what comes out is `A - Y`.": "A - Y -> -Y / A",
    "Your softmax runs over the examples (axis 1); it belongs to the classes (axis 0).":
        "my_softmax(Z) -> my_softmax(Z.T).T",
    "Your gradient is 0 except at the right class. The other classes have one too: `A - Y`, and "
    "not `Y` times it.": "(A - Y) -> Y * (A - Y)",
}
NOT_DIVIDED, ALL = " / Z.shape[1] -> ", "(A - Y) / Z.shape[1]"
LOSSES = "-np.sum(Y * np.log(A), axis=0)"

check_softmax_gradient = Exercise(my_gradient, _gradient_cases, ("dZ",), {
    "Your gradient is not divided by m: the loss is a mean over `m = Z.shape[1]`.": NOT_DIVIDED,
    "You divided by the number of classes. Divide by m, `Z.shape[1]`.": "Z.shape[1] -> Z.shape[0]",
    "You divided by C times m, all entries of the matrix (`np.mean` or `Z.size`). The loss is the "
    "mean over the m examples only.": "Z.shape[1] -> Z.size",
    "You return the loss. Its gradient has the shape of `Z`.": f"{ALL} -> np.mean({LOSSES})",
    "You return the summed loss. Its gradient has the shape of `Z`.": f"{ALL} -> np.sum({LOSSES})",
    "You took the mean or sum of everything, which is always 0. The gradient has an entry for each "
    "logit: the shape of `Z`.": f"{ALL} -> np.mean(A - Y)",
    "Subtract Y from A, not from the logits.": "A - Y -> my_softmax(Z - Y)",
    "The factor 2 belongs to a squared error. Cross-entropy has none.": f"{ALL} -> 2 * {ALL}",
    "You divided by m twice.": "Z.shape[1] -> Z.shape[1] ** 2",
    "You averaged over the examples. Every example has a column of its own in the gradient.":
        f"{ALL} -> np.mean(A - Y, axis=1, keepdims=True)",
    "You averaged over the examples, without `keepdims`. Every example keeps a column of its own.":
        f"{ALL} -> np.mean(A - Y, axis=1)",
    "You summed over the examples. Every example has a column of its own in the gradient, divided "
    "by m.": f"{ALL} -> np.sum(A - Y, axis=1, keepdims=True)",
    **NOT_A_MINUS_Y,
    **{f"{message} And then divide by m.": (slip, NOT_DIVIDED)
       for message, slip in NOT_A_MINUS_Y.items()},
}, (
    "One example: the derivative of `-z_r` is -1 or 0, that of `log(sum of e^z)` a number you know "
    "from softmax. Here are m examples, and the loss is their mean.",
    "`A = softmax(Z)` (the helper is imported, or take your own). Then one subtraction, one "
    "division.",
    "`return (softmax(Z) - Y) / Z.shape[1]`",
), LOST_AXIS)
