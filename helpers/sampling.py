"""Draw hyperparameters, each on the scale on which its neighbours matter alike.

A sampler takes a generator, its two ends low < high, and a size (a number or a shape). A search
space is a dict: a name, then an axis, which is a sampler and its ends, or a list of categories::

    space = {"learning_rate": (log_uniform, 1e-4, 1.0), "hidden_units": (integers, 50, 100),
             "activation": ["relu", "tanh"]}

`random`, `grid` and `sobol` turn a space into configurations: a dict of arrays, one entry a trial.
`around` makes the smaller space of a search from coarse to fine. Positions on an axis go from 0
(its low end) to 1, evenly on its scale; categories have equal parts of it. `random` also takes a
sampler of your own. What makes no sense raises a TypeError or ValueError that names it.
"""

import numpy as np

from helpers.arguments import number, whole_number


def uniform(rng, low, high, size):
    """Draw so that every value from low to high is equally likely.

    >>> uniform(np.random.default_rng(0), 50, 100, 3).round(1)
    array([81.8, 63.5, 52. ])
    """
    low, high = _ends(uniform, low, high)
    return rng.uniform(low, high, size)


def log_uniform(rng, low, high, size):
    """Draw so that every factor of ten between low and high gets its equal share; low is above 0::

        r uniform between log10(low) and log10(high);   the value is 10^r

    Source: the lecture "Using an appropriate scale to pick hyperparameters".

    >>> draws = log_uniform(np.random.default_rng(0), 0.0001, 1, 1000)
    >>> np.median(draws).round(2).item()  # two of the four factors of ten lie below
    0.01
    """
    low, high = _ends(log_uniform, low, high)
    r = rng.uniform(np.log10(low), np.log10(high), size)
    return np.clip(10**r, low, high)  # 10^log10(low) can miss low by a rounding


def log_uniform_decay(rng, low, high, size):
    """Draw the decay of a weighted average, between 0 and 1: 1 - decay is drawn on a log scale::

        r uniform between log10(1 - high) and log10(1 - low);   the value is 1 - 10^r

    Then the window 1 / (1 - decay) is log-uniform, too. Source: the same lecture's beta.

    >>> draws = log_uniform_decay(np.random.default_rng(0), 0.9, 0.999, 1000)
    >>> round(float((draws < 0.99).mean()), 1)
    0.5
    """
    low, high = _ends(log_uniform_decay, low, high)
    r = rng.uniform(np.log10(1 - high), np.log10(1 - low), size)
    return np.clip(1 - 10**r, low, high)


def integers(rng, low, high, size):
    """Draw whole numbers from low to high, both included, all equally likely; int64.

    >>> np.unique(integers(np.random.default_rng(0), 2, 4, 1000))
    array([2, 3, 4])
    """
    low, high = _ends(integers, low, high)
    return rng.integers(low, high, size, endpoint=True)


def log_integers(rng, low, high, size):
    """Draw whole numbers from low to high, both included, on a log scale; low is 1 or more; int64.

    A number's chance is the length of its part, half a number to both sides, on that scale.

    >>> draws = log_integers(np.random.default_rng(0), 1, 1000, 1000)
    >>> np.median(draws).item() < 50
    True
    """
    low, high = _ends(log_integers, low, high)
    return value_at((log_integers, low, high), rng.random(size))


def _whole(r):
    """The nearest whole number; halfway, the larger one: equal parts for all."""
    return np.floor(np.asarray(r) + 0.5).astype(int)


# How a sampler's values are spread evenly, and back; between which bounds its ends lie.
SCALES = {
    uniform: (lambda value: value, lambda r: r, -np.inf, np.inf),
    log_uniform: (np.log10, lambda r: 10.0**r, 0, np.inf),
    log_uniform_decay: (lambda value: -np.log10(1 - value), lambda r: 1 - 10.0**-r, 0, 1),
    integers: (lambda value: value, _whole, -np.inf, np.inf),
    log_integers: (np.log10, lambda r: _whole(10.0**r), 0, np.inf),
}
WHOLE = (integers, log_integers)
# Joe and Kuo's numbers for six axes: a polynomial's coefficients, and how its sequence begins.
DIRECTIONS = (((), (1,) * 32), ((1,), (1,)), ((1, 1), (1, 3)), ((0, 1, 1), (1, 3, 1)),
              ((1, 0, 1), (1, 1, 1)), ((0, 0, 1, 1), (1, 1, 3, 3)))


def random(space, rng, size):
    """Draw configurations at random, each hyperparameter by itself: arrays (size,).

    >>> draws = random({"learning_rate": (log_uniform, 1e-4, 1.0)}, np.random.default_rng(0), 25)
    >>> len(np.unique(draws["learning_rate"]))
    25
    """
    size, drawn = whole_number("size", size, low=1), {}
    for name, axis in _checked(space, own=True).items():
        if isinstance(axis, list):
            drawn[name] = value_at(axis, rng.random(size))
        else:
            sampler, low, high = axis
            drawn[name] = np.asarray(sampler(rng, low, high, size))
        if drawn[name].shape != (size,):
            raise ValueError(f"{name}: expected {size} draws of its sampler; "
                             f"got shape {drawn[name].shape}")
    return drawn


def grid(space, points, rng=None):
    """Combine so many equally spaced values of all hyperparameters: (points ** hyperparameters,).

    It is centred, or shifted as a whole by a random part of a spacing along each axis, from rng.

    >>> grid({"decay": (uniform, 0, 1), "hidden_layers": (integers, 2, 3)}, points=2)
    {'decay': array([0.25, 0.25, 0.75, 0.75]), 'hidden_layers': array([2, 3, 2, 3])}
    """
    points = whole_number("points", points, low=1)
    axes = []
    for axis in _checked(space).values():
        offset = 0.5 if rng is None else rng.random()
        axes.append(value_at(axis, (np.arange(points) + offset) / points))
    crossed = np.meshgrid(*axes, indexing="ij")
    return {name: values.ravel() for name, values in zip(space, crossed, strict=True)}


def sobol(space, size, rng=None):
    """Spread configurations evenly over all hyperparameters at once, six at most: arrays (size,).

    Sobol's points: of the first 2^k, every half, quarter, ... of each axis gets its share. Good
    sizes are powers of two. rng : a digital shift, which moves the points and keeps this; without
    it the first one lies at all low ends.

    >>> sobol({"decay": (uniform, 0, 1), "hidden_layers": (integers, 2, 3)}, 4)
    {'decay': array([0.  , 0.5 , 0.75, 0.25]), 'hidden_layers': array([2, 3, 2, 3])}
    """
    size, axes = whole_number("size", size, low=1), _checked(space)
    points = sobol_positions(len(axes), size, () if rng is None else (1,), rng)
    return {name: value_at(axes[name], place.reshape(size))
            for name, place in zip(axes, points, strict=True)}


def sobol_positions(axes, size, shifts=(), rng=None):
    """Sobol's points, from 0 to below 1: (axes, size), or each of several sets of them shifted.

    shifts : how many sets, a shape: (axes, *shifts, size), each with a digital shift of its own
    from rng. Source: Joe and Kuo (2008), in Gray code's order.

    >>> sobol_positions(2, 3)
    array([[0.  , 0.5 , 0.75],
           [0.  , 0.5 , 0.25]])
    """
    if not 1 <= axes <= len(DIRECTIONS):
        raise ValueError(f"sobol: expected 1 to {len(DIRECTIONS)} hyperparameters; got {axes}")
    bits = np.arange(32, dtype=np.uint64)
    index = np.arange(size, dtype=np.uint64)
    chosen = ((index ^ (index >> 1))[:, np.newaxis] >> bits) & 1  # Gray code, bit by bit
    points = []
    for coefficients, start in DIRECTIONS[:axes]:
        m, degree = list(start), len(start)
        for k in range(degree, 32):
            new = m[k - degree]
            for i, coefficient in enumerate(coefficients, 1):
                new ^= coefficient * m[k - i] << i
            m.append(new)
        directions = np.array(m, np.uint64) << (31 - bits)
        points.append(np.bitwise_xor.reduce(chosen * directions, axis=1))
    points = np.reshape(points, (axes, *np.ones_like(shifts, int), size))
    if shifts:
        points = points ^ rng.integers(2**32, size=(axes, *shifts, 1), dtype=np.uint64)
    return points / 2**32


def around(space, center, share):
    """Make a space smaller, from coarse to fine: a box around a good configuration, the center.

    share : length of each side of the box as a part of the space's, above 0 and at most 1. Near an
    end of the space the box is moved inwards, not cut. Categories all stay.

    >>> around({"decay": (uniform, 0.0, 1.0)}, {"decay": 0.5}, share=0.5)["decay"][1:]
    (0.25, 0.75)
    """
    smaller = {}
    for name, axis in _checked(space).items():
        if isinstance(axis, list):
            smaller[name] = axis
            continue
        start = box_start(position_of(axis, center[name]), share)
        low, high = value_at(axis, np.array([start, start + share]))
        if axis[0] in WHOLE and low == high:  # two neighbours at least
            low, high = (low - 1, high) if high == axis[2] else (low, high + 1)
        smaller[name] = (axis[0], low.item(), high.item())
    return smaller


def box_start(center, share):
    """Where a box of length `share` around a position begins, moved inwards at the ends.

    >>> box_start([0.5, 0.9], share=0.4).round(2)
    array([0.3, 0.6])
    """
    if number("share", share, low=0, high=1) == 0:
        raise ValueError("share: expected a number above 0; got 0")
    return np.clip(np.asarray(center) - share / 2, 0, 1 - share)


def value_at(axis, position):
    """The values at positions of an axis.

    >>> value_at((log_uniform, 0.01, 1.0), 0.5).round(3).item()
    0.1
    """
    if isinstance(axis, list):
        part = np.multiply(position, len(axis)).astype(int)
        return np.array(axis)[np.minimum(part, len(axis) - 1)]
    spread, back, start, end = _scale(axis)
    return np.clip(back(start + np.multiply(position, end - start)), *axis[1:])


def position_of(axis, value):
    """The positions of values on an axis.

    >>> position_of((log_uniform_decay, 0.9, 0.999), 0.99).round(3).item()
    0.5
    """
    if isinstance(axis, list):
        return (np.argmax(np.equal.outer(axis, value), axis=0) + 0.5) / len(axis)
    spread, _, start, end = _scale(axis)
    return (spread(np.asarray(value, float)) - start) / (end - start)


def _scale(axis):
    """How an axis is spread evenly, and back; where it begins and ends when it is."""
    sampler, low, high = axis
    spread, back, *_ = SCALES[sampler]
    part = 0.5 * (sampler in WHOLE)  # each whole number has a part of its own, at the ends too
    return spread, back, spread(low - part), spread(high + part)


def _ends(sampler, low, high):
    """The checked ends of a range."""
    name, (_, _, lowest, highest) = sampler.__name__, SCALES[sampler]
    check = whole_number if sampler in WHOLE else number
    low, high = check(f"low of {name}", low), check(f"high of {name}", high)
    if not np.isfinite([low, high]).all() or low >= high:
        raise ValueError(f"{name}: expected low < high, both finite; got low={low}, high={high}")
    if low <= lowest or high >= highest:
        bounds = f"above {lowest}" + (" and below 1" if highest == 1 else "")
        raise ValueError(f"{name}: expected ends {bounds}; got low={low}, high={high}")
    return low, high


def _checked(space, own=False):
    """The space, if every hyperparameter has an axis as the module says; `own` samplers too."""
    for name, axis in space.items():
        if isinstance(axis, list) and axis:
            continue
        if not isinstance(axis, tuple) or len(axis) != 3 or not (
                axis[0] in list(SCALES) or own and callable(axis[0])):
            known = ", ".join(sampler.__name__ for sampler in SCALES)
            raise ValueError(f"{name}: expected a list of categories or (sampler, low, high), "
                             f"the sampler one of {known}" + ", or your own" * own)
        if axis[0] in list(SCALES):
            _ends(*axis)
    if not space:
        raise ValueError("space: expected at least one hyperparameter; got none")
    return space
