"""Check a learner's function and say what is wrong with it."""

import copy
import inspect
import re
import textwrap
import traceback
import warnings
from dataclasses import dataclass, field

import numpy as np

from helpers.arguments import real_array

TOLERANCE = 1e-4  # generous enough for float32, far below what any known mistake changes


@dataclass(frozen=True)
class Check:
    """The answer to one attempt; shows itself in a notebook.

    Attributes
    ----------
    passed : bool
    message : str
        What is right, or what is wrong and where to look.
    """

    passed: bool
    message: str

    def __repr__(self):
        return f"{'passed' if self.passed else 'not yet'}: {self.message}"

    def _repr_markdown_(self):
        return f"{'✔ **Passed.**' if self.passed else '✘ **Not yet.**'} {self.message}"


@dataclass(frozen=True)
class Text:
    """A piece of Markdown that shows itself in a notebook."""

    text: str

    def __repr__(self):
        return self.text

    def _repr_markdown_(self):
        return self.text


@dataclass
class Exercise:
    """One function to write: call the exercise with it to have it checked.

    Parameters
    ----------
    solution_function : callable
        A plain right version, in the words of the notebook; `solution` shows its source.
    cases : callable
        Takes a `numpy.random.Generator`, returns a list of argument tuples. Different every
        time it is called with another generator, and telling every mistake from the right
        answer.
    outputs : tuple of str
        What the function returns, in order.
    mistakes : dict of str to callable
        Message to a version of the function with that mistake in it.
    hints : sequence of str
        Three, each saying more than the one before.
    lost_axis : str
        What to look for when numpy refuses to broadcast a vector, if not the usual lost column.
    """

    solution_function: callable
    cases: callable
    outputs: tuple
    mistakes: dict
    hints: tuple
    lost_axis: str = ""
    _attempts: int = field(default=0, repr=False)

    def __call__(self, function):
        """Check `function`.

        Returns
        -------
        Check
            Never raises, whatever the function does.
        """
        if not callable(function):
            return Check(False, "Give the function itself, without calling it: "
                                "its name and no brackets after it.")
        self._attempts += 1
        cases = self.cases(np.random.default_rng(self._attempts))
        answers = []
        for case in cases:
            answer, complaint = answer_of(function, case, self.outputs, self.lost_axis)
            if complaint:
                return Check(False, complaint)
            answers.append(answer)
        pairs = list(zip(cases, answers, strict=True))
        if all(self._agrees(self.solution_function, *pair) for pair in pairs):
            return Check(True, f"Right on {len(cases)} random cases.")
        return Check(False, self._known_mistake(pairs) or self._first_difference(pairs))

    def hint(self, number=1):
        """Show hint 1, 2 or 3."""
        if number not in range(1, len(self.hints) + 1):
            return Text(f"There are hints 1 to {len(self.hints)}.")
        return Text(f"**Hint {number}.** {self.hints[number - 1]}")

    def solution(self):
        """Show a right version of the function."""
        return Text(f"```python\n{textwrap.dedent(inspect.getsource(self.solution_function))}```")

    def _known_mistake(self, pairs):
        """The message of the one known mistake that gives these answers, if there is one."""
        matching = [
            message
            for message, mistaken in self.mistakes.items()
            if all(self._agrees(mistaken, *pair) for pair in pairs)
        ]
        return matching[0] if len(matching) == 1 else None

    def _agrees(self, function, case, answer):
        """Whether `function` gives `answer` on `case`, shapes and NaNs included."""
        with np.errstate(all="ignore"):
            expected = _as_tuple(function(*fresh_copies(case)))
        return all(
            np.shape(e) == a.shape and np.allclose(a, e, rtol=0, atol=_tolerance(e), equal_nan=True)
            for a, e in zip(answer, expected, strict=True)
        )

    def _first_difference(self, pairs):
        """Where the answer first differs: which output, which entry, expected and got."""
        for case, answer in pairs:
            expected = _as_tuple(self.solution_function(*fresh_copies(case)))
            shapes = ", ".join(str(np.shape(argument)) for argument in case)
            for name, got, want in zip(self.outputs, answer, expected, strict=True):
                want = np.asarray(want)
                if got.shape != want.shape:
                    return (f"`{name}` has shape {got.shape}; expected {want.shape} "
                            f"for arguments of shapes {shapes}.")
                wrong = ~np.isclose(got, want, rtol=0, atol=_tolerance(want))
                if wrong.any():
                    at = tuple(int(i) for i in np.argwhere(wrong)[0])
                    entry = f"{name}{list(at) if at else ''}"
                    return (f"`{name}` is wrong in {int(wrong.sum())} of {wrong.size} entries. "
                            f"The first is `{entry}`: expected {want[at]:.6g}, "
                            f"got {got[at]:.6g}. "
                            "Put `.hint(1)` after the check's name for a hint.")
        return "Something differs."


def answer_of(function, case, outputs, lost_axis=""):
    """The function's outputs on one case as arrays, and a complaint where there are none."""
    arguments = fresh_copies(case)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = function(*arguments)
    except (Exception, SystemExit) as error:
        where, what = _line_of(error, function), _remedy(error, lost_axis)
        return None, f"Your function raised {type(error).__name__}{where}: {error}.{what}"
    names = ", ".join(f"`{name}`" for name in outputs)
    if answer is None:
        return None, ("Not attempted yet, or not returned: your function returns nothing (`None`). "
                      f"End it with `return {', '.join(outputs)}`; printing is not returning.")
    if isinstance(answer, list) and len(outputs) == 1 < len(answer):
        answer = (answer,)  # a list of numbers is one output, too
    answer = _as_tuple(answer)
    if len(answer) != len(outputs):
        order = f"Return {names}, in this order" if len(outputs) > 1 else f"Return only {names}"
        return None, f"{order}: you returned {len(answer)} value(s) instead of {len(outputs)}."
    arrays = []
    for name, value in zip(outputs, answer, strict=True):
        try:
            arrays.append(real_array(f"`{name}`", value, np.float64))
        except (TypeError, ValueError) as error:
            return None, f"{error}. That is what your function returned."
    for position, (argument, original) in enumerate(zip(arguments, case, strict=True)):
        if isinstance(original, np.random.Generator):  # drawing from it changes it, rightly
            continue
        if not np.array_equal(argument, original, equal_nan=True):
            names = _parameter_names(function)[position:position + 1]
            name = names[0] if names else f"argument {position + 1}"
            return None, (f"Your function changes its input `{name}`. Work on a new array: "
                          "`new = old - step` makes one, `old -= step` changes the caller's.")
    return arrays, None


def _remedy(error, lost_axis):
    """What a learner may look for when numpy or Python refuses a line."""
    message = str(error)
    if "bitwise_xor" in message:
        return " In Python a square is `** 2`."
    if "high - low < 0" in message:
        return " `rng.uniform` wants the smaller end first: are the two ends swapped?"
    if "broadcast" in message and re.search(r"\(\d+,\)", message):
        return " " + (lost_axis or "Did a mean or sum lose its column? `keepdims=True` gives shape "
                                   "(n, 1), without it the shape is (n,).")
    if "broadcast" in message:
        return " Do you use a variable of the notebook in place of the function's arguments?"
    return ""


def _as_tuple(value):
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def fresh_copies(case):
    """A case's arguments, none of which a function can change for the next one."""
    return [copy.deepcopy(a) if isinstance(a, np.ndarray | np.random.Generator) else a
            for a in case]


def _tolerance(expected):
    """Allowed difference: in proportion to the size of each unit's values."""
    expected = np.abs(np.asarray(expected))
    expected = np.where(np.isfinite(expected), expected, 0)
    size = np.fmax.reduce(expected, axis=-1, keepdims=True) if expected.ndim else expected
    return TOLERANCE * np.fmax(size, 1e-3)  # fmax: a mistaken version's NaN sets no tolerance


def _parameter_names(function):
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return []


def _line_of(error, function):
    """Where in the learner's own code the error came up."""
    code = getattr(function, "__code__", None)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if code is not None and frame.filename == code.co_filename:
            line = frame.lineno - code.co_firstlineno + 1
            return f" in its line {line}" + (f", `{frame.line}`" if frame.line else "")
    return ""
