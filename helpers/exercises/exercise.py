"""Check a learner's function and say what is wrong with it."""

import builtins
import copy
import inspect
import io
import re
import textwrap
import traceback
import warnings
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from helpers import progress
from helpers.arguments import real_array
from helpers.exercises import diagnosis
from helpers.exercises.repair import code

TOLERANCE = 1e-4  # generous enough for float32, far below what any known mistake changes
SECONDS = 3  # after which a learner's function counts as endless
LETTERS = 1000  # of what it prints that are shown
UNTOUCHED = "Not attempted yet"
STOPPED = "Your function is stopped"
REGISTRY = {}  # every exercise whose module is imported, by its solution's name

REMEDIES = {  # what numpy or Python says when it refuses a line: what to look for
    r"bitwise_xor|for \^": "In Python a power is `**`: a square is `** 2`.",
    "high - low < 0": "`rng.uniform` wants the smaller end first, then the larger one, then the "
                      "size. Is the order another?",
    r"broadcast.*\(\d+,\)": "Did a mean or sum lose its column? `keepdims=True` gives shape "
                            "(n, 1), without it the shape is (n,).",
    "truth value of an array": "An `if` asks for one truth, an array has many: "
                               "`np.where(condition, a, b)` chooses entry by entry.",
    "attribute 'rand'": "A generator has `rng.random(size)` and `rng.uniform(low, high, size)`.",
    "and 'tuple'|'tuple' and": "`.shape` is a pair: `.shape[1]` counts the columns.",
    "NoneType": "Something there is `None`: does a function of yours return nothing?",
    "not callable": "Square brackets take an entry out, round ones call a function. Is a `*` "
                    "missing?",
    "matmul|not aligned": "`@` wants as many columns on its left as rows on its right; entry by "
                          "entry it is `*`.",
    "broadcast": "Is one of the two transposed, or made with `@`, or a variable of the notebook in "
                 "place of the function's arguments?",
}
# Where in its own machinery TensorFlow was: of no use to a learner.
WHERE_IN_TENSORFLOW = re.compile(r"\{\{function_node .*?\}\} |,? ?\[Op:\w+\] name: ")
ASK = "Put `.hint(1)` after the check's name for a hint."


@dataclass(frozen=True)
class Check:
    """The answer to one attempt; its message, in Markdown, shows itself in a notebook.

    `function` is the learner's, to go to work in the notebook, if it passed; the course's own
    otherwise. `whose` says so in words.
    """

    passed: bool
    message: str
    function: callable = field(default=None, repr=False, compare=False)
    arguments: dict = field(default=None, repr=False, compare=False)
    hint: callable = field(default=None, repr=False, compare=False)  # the exercise's

    def case(self):
        """The arguments, by name, on which the function first went wrong; the next check has them.

        Those of the first case if it passed.
        """
        return copy.deepcopy(self.arguments)

    @property
    def whose(self):
        """Whose function it is."""
        return "yours" if self.passed else "the course's (yours has not passed yet)"

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

    _repr_markdown_ = __repr__


class Complaint(Exception):
    """What is wrong with an answer, in Markdown."""


@dataclass
class Exercise:
    """One function to write: call the exercise with it to have it checked.

    `cases` takes a `numpy.random.Generator` and returns a list of argument tuples: others every
    time, on which every slip differs from the right answer and from all other slips. `slips` maps
    a message to the mistake it is about: an edit of the solution ("old -> new"), several of them,
    or, where it is another computation altogether, a function.
    """

    solution_function: callable  # a plain right version, in the words of the notebook
    cases: callable
    outputs: tuple  # the names of what the function returns, in order
    slips: dict
    hints: tuple  # three, each saying more than the one before
    remedies: dict = field(default_factory=dict)  # beside, or in place of, `REMEDIES`
    mistakes: dict = field(init=False, repr=False)  # message to the function with that slip
    _passes: int = field(default=0, init=False, repr=False)

    def __post_init__(self):
        self.mistakes = {message: slip if callable(slip) else edited(self.solution_function, slip)
                         for message, slip in self.slips.items()}
        REGISTRY[self.solution_function.__name__] = self

    def __call__(self, function):
        """Check `function`: a `Check`, and never an error, whatever the function does."""
        cases = self.cases(np.random.default_rng(self._passes))  # the same until one passes
        self._case = self._first = cases[0]
        try:
            self._judge(function, cases)
        except Complaint as complaint:
            check = Check(False, str(complaint), self.solution_function, self._named(self._case),
                          self.hint)
        else:
            check = Check(True, f"Right on {len(cases)} random cases.", function,
                          self._named(self._case), self.hint)
            self._passes += 1
        self._record(attempts=not check.message.startswith(UNTOUCHED), passed=check.passed)
        return check

    def hint(self, number=1):
        """Show hint 1, 2 or 3."""
        if number not in range(1, len(self.hints) + 1):
            return Text(f"There are hints 1 to {len(self.hints)}.")
        self._record(hints=number)
        return Text(f"**Hint {number}.** {self.hints[number - 1]}")

    def solution(self):
        """Show a right version of the function."""
        return Text(f"```python\n{_source(self.solution_function)}```")

    def _record(self, attempts=0, hints=0, passed=False):
        """Record what was done until the exercise is passed for the first time."""
        name = self.solution_function.__name__
        done = progress.load()["exercises"].get(name, {})
        if (attempts or hints) and not done.get("passed"):
            progress.record("exercises", name, attempts=done.get("attempts", 0) + attempts,
                            hints=max(done.get("hints", 0), hints), passed=passed)

    def _judge(self, function, cases):
        """Raise a `Complaint` unless `function` is right on all cases."""
        pairs = []
        try:
            for self._case in cases:
                pairs.append((self._case, self._answer(function, self._case)))
        except Complaint as complaint:
            if not callable(function) or str(complaint).startswith((UNTOUCHED, STOPPED)):
                raise
            change = diagnosis.repaired(self, function, cases)
            raise Complaint(f"{complaint} {change}".strip()) from None
        wrong = [pair for pair in pairs if not self._agrees(self.solution_function, *pair)]
        self._case = (wrong or pairs)[0][0]
        if wrong:
            raise Complaint(diagnosis.named(self, function, pairs)
                            or " ".join(filter(None, [self.facts(function, pairs),
                                                      diagnosis.stages(self, function, pairs),
                                                      self._first_difference(pairs)])))

    def _answer(self, function, case):
        """The function's outputs on one case, as arrays."""
        if not callable(function):
            raise Complaint(
                "Give the function itself, without calling it: its name and no brackets after it.")
        arguments = copy.deepcopy(case)
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings(), _kept_short(
                    case is self._first):
                warnings.simplefilter("ignore")
                with diagnosis.limited(SECONDS, function):
                    answer = function(*arguments)
        except diagnosis.Endless as error:
            raise Complaint(f"{STOPPED} {error}"
                            f"{_line_of(error, function)}. Does a loop there never end?") from None
        except (Exception, SystemExit) as error:
            raise Complaint(self._refusal(error, function)) from None
        arrays = self._arrays(answer)
        for position, (argument, original) in enumerate(zip(arguments, case, strict=True)):
            if isinstance(original, np.ndarray) and not np.array_equal(
                    argument, original, equal_nan=True):
                raise Complaint(
                    f"Your function changes its input {_parameter(function, position)}. Work on a "
                    "new array: `new = old - step` makes one, `old -= step` changes the caller's.")
        return arrays

    def _arrays(self, answer):
        """What a function returned as arrays, one for each output."""
        if answer is None:
            raise Complaint(
                f"{UNTOUCHED}, or not returned: your function returns nothing (`None`). End "
                f"it with `return {', '.join(self.outputs)}`; printing is not returning.")
        if isinstance(answer, list) and len(self.outputs) == 1 < len(answer):
            answer = (answer,)  # a list of numbers is one output, too
        answer = _as_tuple(answer)
        count = len(self.outputs)
        if len(answer) != count:
            names = ", ".join(map(code, self.outputs))
            order = f"Return only {names}" if count == 1 else f"Return {names}, in this order"
            raise Complaint(f"{order}: you returned {len(answer)} value(s) instead of {count}.")
        try:
            return [real_array(name, value, np.float64)
                    for name, value in zip(self.outputs, answer, strict=True)]
        except (TypeError, ValueError) as error:
            raise Complaint(f"Your function returned no numbers. {code(error)}.") from None

    def _refusal(self, error, function):
        """What was raised, where, and what one may look for."""
        what = WHERE_IN_TENSORFLOW.sub("", f"{type(error).__name__}: {error}").removesuffix(": ")
        remedies = (REMEDIES | self.remedies).items()
        if re.match(r"TypeError: \S*\(\) (takes|missing)", what) and getattr(
                function, "__name__", " ") in what:
            return (f"Your function raised {code(what)}. It is called with "
                    f"`{', '.join(self.arguments)}`, in this order.")
        remedy = next((f" {text}" for words, text in remedies if re.search(words, what)), "")
        return f"Your function raised {code(what)}{_line_of(error, function)}.{remedy}"

    def expected(self, function, case):
        """The outputs of a version of the solution on one case."""
        with (np.errstate(all="ignore"), warnings.catch_warnings(), redirect_stdout(_Printed()),
              redirect_stderr(_Printed())):
            warnings.simplefilter("ignore")
            return list(map(np.asarray, _as_tuple(function(*copy.deepcopy(case)))))

    def _agrees(self, function, case, answer):
        """Whether `function` gives `answer` on `case`, shapes and NaNs included."""
        return self.alike(answer, self.expected(function, case))

    def alike(self, answer, other):
        """Whether the outputs of two functions on one case are equal, shapes and NaNs included."""
        return len(answer) == len(other) and all(
            got.shape == want.shape and _close(got, want).all()
            for got, want in zip(answer, other, strict=True))

    @property
    def arguments(self):
        """The names of the function's arguments."""
        return list(inspect.signature(self.solution_function).parameters)

    def _named(self, case):
        return dict(zip(self.arguments, case, strict=False))

    def with_slip(self, edits):
        """The solution with these edits in it."""
        return edited(self.solution_function, edits)

    def facts(self, function, pairs):
        """What can be measured about an answer that nothing explains, or ""."""
        return diagnosis.facts(self, function, pairs)

    def _first_difference(self, pairs):
        """Where the answer first differs: which output, which entry, expected and got."""
        for case, answer in pairs:
            expected = self.expected(self.solution_function, case)
            for name, got, want in zip(self.outputs, answer, expected, strict=True):
                if got.shape != want.shape:
                    shapes = ", ".join(str(np.shape(argument)) for argument in case)
                    lost = ("Did a mean or sum lose its column (`keepdims=True`), or is a product "
                            "made with `@`?" if got.shape == 2 * want.shape[:1] else "")
                    return (f"`{name}` has shape {got.shape}; expected {want.shape} "
                            f"for arguments of shapes {shapes}. {lost}".rstrip())
            for name, got, want in zip(self.outputs, answer, expected, strict=True):
                wrong = np.argwhere(~_close(got, want))
                if len(wrong):
                    at = tuple(wrong[0].tolist())
                    return (f"`{name}` is wrong in {len(wrong)} of {want.size} entries. The first "
                            f"is `{name}{list(at) if at else ''}`: expected {want[at]:.6g}, "
                            f"got {got[at]:.6g}. {ASK}")


def edited(function, slip):
    """`function` with a slip in it: "what stands there -> what a learner writes", or several.

    An edit changes what follows the docstring, everywhere it fits; one that fits nowhere is an
    error, so that no slip can go stale when the solution is rewritten.
    """
    head, quotes, body = _source(function).rpartition('"""\n')
    for edit in [slip] if isinstance(slip, str) else slip:
        old, new = edit.split(" -> ")
        if old not in body:
            raise ValueError(f"{function.__name__} has no {old!r} to edit")
        body = body.replace(old, new)
    names = dict(function.__globals__)
    exec(compile(head + quotes + body, f"<{function.__name__} with a slip>", "exec"), names)
    return names[function.__name__]


class _Printed(io.StringIO):
    """What a function prints, as far as anyone would read it."""

    def write(self, text):
        return super().write(text) if self.tell() < LETTERS else len(text)


@contextmanager
def _kept_short(shown):
    """Show the beginning of what is printed, or nothing; nobody is there to answer `input`."""
    def ask(*_):
        raise EOFError("`input` asks somebody at the keyboard; the check gives the arguments")

    printed, asked, builtins.input = _Printed(), builtins.input, ask
    try:
        with redirect_stdout(printed):
            yield
    finally:
        builtins.input = asked
        text = printed.getvalue()
        if text and shown:
            print(text, end="" if len(text) < LETTERS else "\n... and more.\n")


@cache
def _source(function):
    return textwrap.dedent(inspect.getsource(function))


def _as_tuple(value):
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def _close(got, want):
    """Which entries are right, up to a share of the size of each unit's values."""
    size = np.abs(want)
    size = np.where(np.isfinite(size), size, 0)  # a mistaken version's NaN sets no tolerance
    size = size.max(axis=-1, keepdims=True, initial=1e-3) if size.ndim else max(size, 1e-3)
    with np.errstate(invalid="ignore"):
        near = np.abs(got - want) <= TOLERANCE * size
    return near | (got == want) | (np.isnan(got) & np.isnan(want))  # equal infinities, both NaN


def _parameter(function, position):
    """What the function calls its argument."""
    try:
        return code(list(inspect.signature(function).parameters)[position])
    except (TypeError, ValueError, IndexError):
        return f"argument {position + 1}"


def _line_of(error, function):
    """Where in the learner's own code the error came up."""
    own = getattr(function, "__code__", None)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if own is not None and frame.filename == own.co_filename:
            where = f"its line {frame.lineno - own.co_firstlineno + 1}"
            if frame.name != own.co_name:  # a function of the learner's that this one calls
                where = code(frame.name)
            return f" in {where}" + (f", {code(frame.line)}" if frame.line else "")
    return ""
