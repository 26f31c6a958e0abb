"""Exercises of the notebook on softmax: the probabilities, and the gradient of the loss."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_softmax(Z):
    """Probabilities of the classes (rows) for every example (column)."""
    E = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)


def my_gradient(Z, Y):
    """Gradient of the mean cross-entropy with respect to the logits."""
    return (my_softmax(Z) - Y) / Z.shape[1]


def _softmax_cases(rng):
    """Ordinary logits; huge ones and a column of equal ones; one column far below; one example.

    The huge logits are multiples of 1/4, so that float32 holds them exactly.
    """
    huge = np.array([[1000.0, -1000.0, 2.0, 1000.0], [1000.5, -999.25, 2.0, -1000.0],
                     [998.0, -1001.0, 2.0, 0.0]])
    far_below = rng.normal(0, 1, (3, 5))
    far_below[:, 2] -= 1500
    one_example = np.concatenate([rng.normal(0, 1, (4, 1)), [[-1000.0]]])
    return [(rng.normal(0, 2, (4, 6)),), (rng.normal(0, 2, (2, 5)),), (rng.normal(0, 1, (3, 3)),),
            (rng.permutation(huge, axis=1),), (far_below,), (one_example,)]


# How e^z may be computed: what is subtracted first, and what to say about it.
OVERFLOWS = ("`np.exp` overflows for logits of 1000 (infinity over infinity is NaN). Subtract "
             "the largest logit of each column first: the probabilities stay the same.")
UNDERFLOWS = ("You subtract the largest logit of the whole matrix: a column far below it becomes "
              "0 / 0. Subtract each column's own: `Z.max(axis=0, keepdims=True)`.")
_BESIDES = {
    "": lambda Z: Z.max(axis=0),
    " Besides, `np.exp` overflows at 1000: subtract each column's largest logit first.":
        lambda Z: 0.0,
    " Besides, subtract each column's own largest logit, not that of the whole matrix.":
        lambda Z: Z.max(),
}
_AXIS = ("Your sum runs over the examples: axis 1. Probabilities of the *classes* add up to 1 for "
         "each example: sum down the columns, axis 0.")
WHICH_AXIS = ("Along which axis? Sum and maximum belong to the classes of one example: rows, "
              "so axis 0.")
# What may be done with E = e^z in place of dividing by its sum over the classes.
_WRONG = {
    _AXIS: lambda E: E / E.sum(axis=1, keepdims=True),
    "Your sum runs over the whole matrix, classes and examples. Each column has a sum of its own: "
    "axis 0.": lambda E: E / E.sum(),
    "Your columns add up to C: you divided by the mean over the classes, not by the sum.":
        lambda E: E / E.mean(axis=0),
    "Your columns add up to 1 / C: you divided by the number of classes once more.":
        lambda E: E / E.sum(axis=0) / E.shape[0],
    "You divided by the number of examples. Averaging is the loss's business; a probability stays "
    "as it is.": lambda E: E / E.sum(axis=0) / E.shape[1],
    "You return e^z and no more. Divide each column by its sum, so that it adds up to 1.":
        lambda E: E,
    "You return only the sum of e^z. Divide e^z by it.": lambda E: E.sum(axis=0),
    "You return the logarithm of the probabilities. Leave `np.log` to the loss.":
        lambda E: np.log(E / E.sum(axis=0)),
}


def _from_exponentials(wrong, shift):
    return lambda Z: wrong(np.exp(Z - shift(Z)))


def _hard_max(Z):
    return (Z.argmax(axis=0) == np.arange(len(Z))[:, np.newaxis]).astype(float)


SOFTMAX_MISTAKES = {
    OVERFLOWS: _from_exponentials(lambda E: E / E.sum(axis=0), lambda Z: 0.0),
    UNDERFLOWS: _from_exponentials(lambda E: E / E.sum(axis=0), lambda Z: Z.max()),
    "You subtract the mean of each column: a logit far above its mean still overflows. Subtract "
    "the largest.": _from_exponentials(lambda E: E / E.sum(axis=0), lambda Z: Z.mean(axis=0)),
    "You subtract the largest logit of each *row*. Only a number that all logits of a column "
    "share cancels: `Z.max(axis=0, keepdims=True)`.":
        _from_exponentials(lambda E: E / E.sum(axis=0), lambda Z: Z.max(axis=1, keepdims=True)),
    "Your maximum and your sum run over the examples: axis 1. Both belong to the classes of one "
    "example: axis 0.": _from_exponentials(lambda E: E / E.sum(axis=1, keepdims=True),
                                           lambda Z: Z.max(axis=1, keepdims=True)),
    "There is no `np.exp`: you divided the logits by their sum. Logits can be negative, and a sum "
    "of them can be 0.": lambda Z: Z / Z.sum(axis=0),
    "There is no `np.exp`: you divided the shifted logits by their sum.":
        lambda Z: (Z - Z.max(axis=0)) / (Z - Z.max(axis=0)).sum(axis=0),
    "You made the logits positive with a square. Use `np.exp`: a square forgets the sign.":
        lambda Z: Z ** 2 / (Z ** 2).sum(axis=0),
    "You made the logits positive with `abs`. Use `np.exp`: `abs` forgets the sign.":
        lambda Z: abs(Z) / abs(Z).sum(axis=0),
    "You cut off large logits: 1000 and 998 become equal. Subtract each column's largest instead.":
        lambda Z: my_softmax(np.clip(Z, -500, 500)),
    "You cut off large logits from above: 1000 and 998 become equal, and a column of -1000 is "
    "0 / 0. Subtract each column's largest instead.": _from_exponentials(
        lambda E: E / E.sum(axis=0), lambda Z: Z - np.minimum(Z, 500)),
    "Your signs are turned: e^-z gives the largest logit the smallest probability.":
        lambda Z: my_softmax(-Z),
    "Your signs are turned: e^-z gives the largest logit the smallest probability, and it "
    "overflows at -1000.": lambda Z: np.exp(-Z) / np.exp(-Z).sum(axis=0),
    "That is the hard max, a 1 for the largest logit and 0 for the others. Softmax gives every "
    "class its share of e^z.": _hard_max,
    "That is the hard max, with a 1 at *every* largest logit. Softmax gives every class its share "
    "of e^z.": lambda Z: (Z.max(axis=0) == Z).astype(float),
    "That is a sigmoid for each logit by itself. The columns do not add up to 1: divide e^z by "
    "the sum of e^z over the classes.": lambda Z: 0.5 + 0.5 * np.tanh(Z / 2),
    **{message + besides: _from_exponentials(wrong, shift)
       for message, wrong in _WRONG.items() for besides, shift in _BESIDES.items()},
}

check_softmax = Exercise(
    my_softmax,
    _softmax_cases,
    outputs=("A",),
    mistakes=SOFTMAX_MISTAKES,
    lost_axis=WHICH_AXIS,
    hints=(
        "Two steps: `E = np.exp(...)`, then `E` over its sum. One column is one example, so the "
        "sum runs down the column.",
        "`axis=0` runs over the classes. Before `np.exp`, subtract the largest logit of each "
        "column: the probabilities stay the same, and no exponent is above 0.",
        "`E = np.exp(Z - Z.max(axis=0, keepdims=True))`, then return "
        "`E / E.sum(axis=0, keepdims=True)`.",
    ),
)


def _gradient_cases(rng):
    """Logits of ordinary size; the number of classes is not that of examples but once."""
    cases = []
    for classes, m in ((3, 7), (4, 6), (2, 5), (5, 5), (3, 1)):
        Y = (rng.integers(0, classes, m) == np.arange(classes)[:, np.newaxis]).astype(float)
        cases.append((rng.normal(0, 1.5, (classes, m)), Y))
    return cases


def _sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


# What a learner may take for A - Y; below, with and without the division by m.
_NOT_A_MINUS_Y = {
    "The sign is turned: that is Y - A. The right class's entry is negative, so that a step "
    "against the gradient raises its logit.": lambda Z, A, Y: Y - A,
    "You return A, without the labels: the gradient is A - Y.": lambda Z, A, Y: A,
    "You return -Y: where are the probabilities? The gradient is A - Y.": lambda Z, A, Y: -Y,
    "You took the logits themselves for probabilities: A is softmax(Z).": lambda Z, A, Y: Z - Y,
    "A sigmoid is not a softmax: it looks at each logit alone. A is softmax(Z).":
        lambda Z, A, Y: _sigmoid(Z) - Y,
    "A - Y is all; the factor A in front is one too many.": lambda Z, A, Y: A * (A - Y),
    "A - Y is all; A (1 - A), a sigmoid's slope, has cancelled already.":
        lambda Z, A, Y: A * (1 - A) * (A - Y),
    "-Y / A is the gradient with respect to the *probabilities*. Go on through softmax to the "
    "logits: what comes out is A - Y.": lambda Z, A, Y: -Y / A,
    "Your softmax runs over the examples (axis 1); it belongs to the classes (axis 0).":
        lambda Z, A, Y: my_softmax(Z.T).T - Y,
    "Your gradient is 0 except at the right class. The other classes have one too: A - Y, and "
    "not Y times it.": lambda Z, A, Y: Y * (A - Y),
    "You averaged over the examples. Every example has a column of its own in the gradient.":
        lambda Z, A, Y: (A - Y).sum(axis=1, keepdims=True),
    "You averaged over the examples and lost an axis. Every example has a column of its own.":
        lambda Z, A, Y: (A - Y).sum(axis=1),
}


def _losses(Z, Y):
    """The loss of each example."""
    return -(Y * np.log(my_softmax(Z))).sum(axis=0)


def _gradient(form, divided):
    return lambda Z, Y: form(Z, my_softmax(Z), Y) / (Z.shape[1] if divided else 1)


GRADIENT_MISTAKES = {
    "Your gradient is not divided by m: the loss is the mean over the examples, "
    "`m = Z.shape[1]`.": lambda Z, Y: my_softmax(Z) - Y,
    "You divided by the number of classes. The loss is the mean over the *examples*: "
    "`m = Z.shape[1]`.": lambda Z, Y: (my_softmax(Z) - Y) / Z.shape[0],
    "You divided by C times m, all entries of the matrix (`np.mean` or `Z.size`). The loss is the "
    "mean over the m examples only.": lambda Z, Y: (my_softmax(Z) - Y) / Z.size,
    "You return the loss. Its gradient has an entry for each logit: the shape of `Z`.":
        lambda Z, Y: _losses(Z, Y).mean(),
    "You return the loss, summed. Its gradient has an entry for each logit: the shape of `Z`.":
        lambda Z, Y: _losses(Z, Y).sum(),
    "You took the mean or sum of everything, which is always 0. The gradient has an entry for each "
    "logit: the shape of `Z`.": lambda Z, Y: (my_softmax(Z) - Y).mean(),
    "The factor 2 belongs to a squared error. Cross-entropy has none.":
        lambda Z, Y: 2 * (my_softmax(Z) - Y) / Z.shape[1],
    "You divided by m twice.": lambda Z, Y: (my_softmax(Z) - Y) / Z.shape[1] ** 2,
    **{message: _gradient(form, divided=True) for message, form in _NOT_A_MINUS_Y.items()},
    **{message + " And then divide by m.": _gradient(form, divided=False)
       for message, form in _NOT_A_MINUS_Y.items() if "averaged" not in message},
    "You summed over the examples. Every example has a column of its own in the gradient, divided "
    "by m.": _gradient(lambda Z, A, Y: (A - Y).sum(axis=1, keepdims=True), divided=False),
}

check_softmax_gradient = Exercise(
    my_gradient,
    _gradient_cases,
    outputs=("dZ",),
    mistakes=GRADIENT_MISTAKES,
    lost_axis=WHICH_AXIS,
    hints=(
        "Section 3 has it for one example. Here are m of them, and the loss is their mean.",
        "`A = softmax(Z)` (the helper is imported, or take your own). Then one subtraction, one "
        "division.",
        "`return (softmax(Z) - Y) / Z.shape[1]`",
    ),
)
