"""What is wrong with an answer: a slip that is listed, or two of them; one change to the learner's
own lines that makes it right; a fact that can be measured without any list; or which of the
learner's variables are right and which one is not.

Nothing is said that does not hold on cases which the answer has not met before.
"""

import ast
import copy
import sys
import time
from contextlib import contextmanager
from itertools import combinations, permutations, product

import numpy as np
from tqdm.auto import tqdm

from helpers.exercises.repair import MOST, Source, code, twice

PATIENCE = 0.8  # seconds of computing for each of the searches
MOMENT = 0.2  # seconds after which one changed version counts as endless


class Endless(BaseException):
    """A function that takes too much: no `except Exception` of its own catches it."""


@contextmanager
def limited(seconds, function):
    """Stop `function` where it takes longer, or a variable of it grows without end.

    That is done at its next line of Python, in any thread and without a signal; the same holds for
    what it calls of its own module or notebook. Gives a dict, which holds the function's own
    variables when it has returned.
    """
    stop, before, kept = time.monotonic() + seconds, sys.gettrace(), {}
    own = getattr(function, "__code__", None)
    module = getattr(function, "__globals__", {}).get("__name__")

    def trace(frame, event, argument):
        if time.monotonic() > stop:
            raise Endless(f"after {seconds} seconds")
        if frame.f_globals.get("__name__") != module:
            return None
        for name, value in frame.f_locals.items():
            if _endless(value):
                raise Endless(f"because {code(name)} grows without end")
        if event == "return" and frame.f_code is own:
            kept.update(frame.f_locals)
        return trace

    sys.settrace(trace)
    try:
        yield kept
    finally:
        sys.settrace(before)


def _endless(value):
    """Whether numpy would fill the memory with a list, or the next line with an array."""
    if isinstance(value, list) and value:
        return value[0] is value or value[-1] is value or len(value) > MOST
    return isinstance(value, np.ndarray) and value.size > MOST


def named(exercise, function, pairs):
    """What is wrong with the answers in `pairs`, (case, outputs) each; "" if nothing is certain."""
    pairs = pairs + _fresh(exercise, function)
    cases = [case for case, _ in pairs]
    # Where the notebook's numbers are used, a slip that explains the answer may be none.
    change = repaired(exercise, function, cases) if _foreign(function) else None
    if change:
        return change
    known = [message for message, mistaken in exercise.mistakes.items()
             if _explains(exercise, mistaken, pairs)]
    if known:
        return " Or: ".join(known)
    for i, name in enumerate(exercise.arguments):
        if all(isinstance(case[i], np.ndarray)
               and exercise.alike(answer, [case[i]] * len(answer)) for case, answer in pairs):
            return f"You return `{name}` as it came."
    if change is None:
        change = repaired(exercise, function, cases)
    return change or _two_slips(exercise, pairs)


def _foreign(function):
    """Whether a function uses numbers of the notebook, which nobody gave to it."""
    names = getattr(getattr(function, "__code__", None), "co_names", ())
    return any(isinstance(function.__globals__.get(name), int | float | np.ndarray)
               for name in names)


def repaired(exercise, function, cases):
    """The sentence on one to three changes that make the function right, or "".

    Of several, each makes one more of the solution's values appear among the learner's.
    """
    try:
        source = Source(function)
    except ValueError:
        return ""
    runs = [_run(exercise, exercise.solution_function, case) for case in cases]
    passed = [_gives(exercise, function, [case], [truth])
              for case, (truth, _) in zip(cases, runs, strict=True)]
    if all(passed):
        return ""  # what is wrong lies not in its values
    order = sorted(range(len(cases)), key=passed.__getitem__)  # where it is wrong comes first
    cases, truths = [cases[i] for i in order], [runs[i][0] for i in order]
    right, made = set(runs[order[0]][1].values()), []
    coincide = all(truth.dtype.kind in "iub" for truth in truths[0])  # one whole number soon does
    for _ in range(1 if coincide else 3):
        _, values = _run(exercise, function, cases[0])
        best, most, tried = None, len(right & set(values.values())), []
        for change in _patiently(source.changed(values, right)):
            outputs, values = _run(exercise, change.function, cases[0])
            if outputs and exercise.alike(truths[0], outputs) and _gives(
                    exercise, change.function, cases, truths):
                return f"Your function is right {', and '.join(map(str, [*made, change]))}."
            reached = len(right & set(values.values()))
            if reached > most:
                best, most = change, reached
            tried.append(change)
        for both in _patiently(() if coincide else twice(tried), 0.4):
            if _gives(exercise, both.function, cases, truths):
                return f"Your function is right {', and '.join(map(str, [*made, both]))}."
        if best is None:
            return ""
        source, function = best.applied(), best.function
        made.append(best)
    return ""


def _patiently(changes, patience=1):
    """The changes, or pairs of slips, for as long as there is patience."""
    stop = time.process_time() + patience * PATIENCE
    late = time.monotonic() + 2 * patience * PATIENCE
    for change in tqdm(changes, "trying changes to your lines", leave=False, delay=1,
                       bar_format="{desc} {elapsed}"):
        if time.process_time() >= stop or time.monotonic() >= late:
            return
        yield change


def _run(exercise, function, case):
    """A function's outputs, and the fingerprints of its own variables and outputs by their names.

    [] and {} where it gives none.
    """
    outputs, variables = _values(exercise, function, case)
    return outputs, _fingerprints(case, [*variables.items(), *enumerate(outputs)])


def _values(exercise, function, case):
    """A function's outputs and its own variables by their names; [] and {} where it gives none."""
    try:
        with limited(MOMENT, function) as variables:
            outputs = exercise.expected(function, case)
    except (Exception, SystemExit, Endless):
        return [], {}
    if not all(output.dtype.kind in "fiub" for output in outputs):
        return [], {}
    return outputs, variables


def _fingerprints(case, named_values):
    """The fingerprints of arrays by their names, without those that were given."""
    given = [_fingerprint(value) for value in case]
    found = {name: _fingerprint(value) for name, value in named_values}
    return {name: one for name, one in found.items() if one and one not in given}


def _fingerprint(value):
    """What tells an array of real numbers from others, or a tensor; None of anything else."""
    value = value.numpy() if hasattr(value, "numpy") else value
    if not isinstance(value, np.ndarray | np.floating) or value.dtype.kind not in "fib":
        return None
    value = np.nan_to_num(np.asarray(value, float), nan=11, posinf=12, neginf=13)
    with np.errstate(all="ignore"):
        return value.shape, f"{value.ravel() @ np.cos(np.arange(1, value.size + 1)):.5e}"


def _fresh(exercise, function):
    """More cases, with the answers, if the function has any."""
    try:
        return [(case, exercise._answer(function, case))
                for case in exercise.cases(np.random.default_rng([7, exercise._passes]))]
    except Exception:
        return []


def _gives(exercise, version, cases, outputs, seconds=MOMENT):
    """Whether a version of a function, which may do anything, has these outputs."""
    try:
        with limited(seconds, version):
            return all(exercise.alike(wanted, exercise.expected(version, case))
                       for case, wanted in zip(cases, outputs, strict=True))
    except (Exception, SystemExit, Endless):
        return False


def _explains(exercise, version, pairs):
    return _gives(exercise, version, *zip(*pairs, strict=True), 60 * MOMENT)


def _two_slips(exercise, pairs):
    """The messages of the two slips which together give these answers, or ""."""
    edits = {message: (slip,) if isinstance(slip, str) else slip
             for message, slip in exercise.slips.items() if not callable(slip)}
    for (one, first), (other, second) in _patiently(combinations(edits.items(), 2)):
        for both in ((*first, *second), (*second, *first)):
            try:
                version = exercise.with_slip(both)
            except (ValueError, SyntaxError):
                continue  # the one leaves nothing for the other to change
            if _explains(exercise, version, pairs):
                return f"Two things. {one} And: {other[0].lower()}{other[1:]}"
            break
    return ""


def stages(exercise, function, pairs):
    """How far the learner's own variables are right, or "".

    The solution goes on from one or two of them that are none of its own values: where it gives
    the learner's answer in all cases, what is made of them is right.
    """
    right, wrong, values, truths = [], set(), [], []
    for case, answer in pairs[:3]:
        outputs, made = _values(exercise, exercise.solution_function, case)
        truths.append(made)
        values.append(_values(exercise, function, case)[1])
        known = {*_fingerprints(case, [*made.items(), *enumerate(outputs)]).values()}
        found = _fingerprints(case, values[-1].items())
        right.append({name for name, one in found.items() if one in known and one[0]})
        wrong |= {name for name, one in found.items()
                  if one not in known | {*map(_fingerprint, answer)}}
    names = [name for name in values[0] if name in wrong and all(name in one for one in values)]
    for theirs, ours, again in _patiently(_resumed(exercise.solution_function, names, values,
                                                   truths[0])):
        if all(_gives(exercise, version, [case], [answer])
               for version, (case, answer) in zip(again, pairs, strict=False)):
            off = {_off_by(exercise, [case for case, _ in pairs[:3]],
                           *([np.asarray(one[name]) for one in made]
                             for made, name in ((values, theirs[i]), (truths, ours[i]))))
                   for i in range(len(theirs))}
            said = ""
            if len(off) == 1 and "" not in off:
                said = f" {'It is' if len(theirs) == 1 else 'Each is'} {off.pop()}"
            return (f"Right but for your {_listed(theirs)}: what you make of it is as it should "
                    f"be.{said}")
    right = set.intersection(*right)  # a single number, of no shape, would prove little
    return f"Right so far: your {_listed(sorted(right))}." if right else ""


def _resumed(solution, names, values, truth):
    """The solution with one or two of its variables from elsewhere: whose, which, the versions.

    values : for each case the values of the names. truth : the solution's own in the first case.
    Only what stands in no loop takes others, and only those of the same shape.
    """
    try:
        source = Source(solution)
    except ValueError:
        return
    definition, = source.tree.body
    own, body, taken = [], [], {}
    for statement in definition.body:
        body.append(statement)
        targets = statement.targets[0] if isinstance(statement, ast.Assign) else ast.Pass()
        for name in (part.id for part in ast.walk(targets) if isinstance(part, ast.Name)):
            own.append(name)
            body += ast.parse(f"{name} = TAKEN.get({name!r}, {name})").body
    definition.body, source.names["TAKEN"] = body, taken
    exec(compile(ast.fix_missing_locations(source.tree), "<resumed>", "exec"), source.names)

    def version(ours, theirs, case):
        def resumed(*arguments):
            taken.clear()
            taken.update(zip(ours, copy.deepcopy([case[name] for name in theirs]), strict=True))
            return source.names[definition.name](*arguments)
        return resumed

    for count in (1, 2):
        for theirs, ours in product(combinations(names, count), permutations(own, count)):
            if all(values[0][one].shape == getattr(truth.get(other), "shape", None)
                   for one, other in zip(theirs, ours, strict=True)):
                yield theirs, ours, [version(ours, theirs, case) for case in values]


def facts(exercise, function, pairs):
    """What can be measured: which outputs are right, by what they are off, what they ignore."""
    truths = [exercise.expected(exercise.solution_function, case) for case, _ in pairs]
    said, wrong = [], []
    for i, name in enumerate(exercise.outputs):
        got, want = [answer[i] for _, answer in pairs], [truth[i] for truth in truths]
        if not all(exercise.alike([a], [b]) for a, b in zip(got, want, strict=True)):
            wrong.append((name, got, want))
    if len(wrong) < len(exercise.outputs):
        right = [name for name in exercise.outputs if name not in [name for name, *_ in wrong]]
        said.append(f"{_listed(right)} {'is' if len(right) == 1 else 'are'} right.")
    for name, got, want in wrong:
        off = _off_by(exercise, [case for case, _ in pairs], got, want)
        if off:
            return " ".join([*said, f"Your {code(name)} is {off}"])
    if _mixed(exercise, function, pairs[0]):
        said.append("Your answer for one example depends on the other examples; it must not.")
    ignored = list(_ignored(exercise, function, pairs))
    if ignored:
        said.append(f"Your answer does not depend on {_listed(ignored)} at all.")
    return " ".join(said) if len(said) > (len(wrong) < len(exercise.outputs)) else ""


def _listed(names):
    return " and ".join(map(code, names))


def _off_by(exercise, cases, got, want):
    """In what simple way numbers are wrong in all cases, or ""."""
    if any(a.shape != b.shape for a, b in zip(got, want, strict=True)):
        if any(a.T.shape != b.shape for a, b in zip(got, want, strict=True)):
            return ""
        got = [a.T for a in got]
        if all(exercise.alike([a], [b]) for a, b in zip(got, want, strict=True)):
            return "transposed."
        off = _off_by(exercise, cases, got, want)
        return off and f"transposed, and then {off}"
    if any(a.ndim > 1 for a in got) and all(a.shape == a.T.shape and exercise.alike([a.T], [b])
                                            for a, b in zip(got, want, strict=True)):
        return "transposed."
    with np.errstate(all="ignore"):
        factors = [_one_number(a / b, abs(b) > 1e-9) for a, b in zip(got, want, strict=True)]
        shifts = [_one_number(a - b, np.isfinite(b)) for a, b in zip(got, want, strict=True)]
    if all(factor is not None for factor in factors):
        if np.allclose(factors, 0):
            return "0 in all entries."
        if np.allclose(factors, factors[0], rtol=1e-3):
            return f"{factors[0]:.4g} times the right one, in all entries."
        for what, sizes in _sizes(exercise, cases):
            for power, words in ((1, "times"), (-1, "divided by"), (2, "times the square of"),
                                 (0.5, "times the root of"), (-0.5, "divided by the root of")):
                with np.errstate(all="ignore"):
                    if np.allclose(factors, np.power(sizes, float(power)), rtol=1e-3):
                        return f"the right one {words} {what}."
    if all(shift is not None for shift in shifts) and np.allclose(shifts, shifts[0], rtol=1e-3):
        return f"the right one plus {shifts[0]:.4g}, in all entries."
    for axis, line in ((-1, "column"), (0, "row")):
        if all(a.ndim == 2 and a.shape[axis] > 2 for a in got):
            for where, part in (("last", slice(None, -1)), ("first", slice(1, None))):
                index = (slice(None), part) if axis == -1 else (part,)
                if all(exercise.alike([a[index]], [b[index]])
                       for a, b in zip(got, want, strict=True)):
                    return f"right but for the {where} {line}."
    return ""


def _one_number(numbers, counted):
    """The number that all of those counted are, or None."""
    numbers = numbers[counted & np.isfinite(numbers)]
    if numbers.size < 2 or not np.allclose(numbers, numbers.flat[0], rtol=1e-4, atol=1e-9):
        return None
    return float(numbers.flat[0])


def _sizes(exercise, cases):
    """Numbers of each case that an answer may be multiplied by, with their names."""
    for name, *values in zip(exercise.arguments, *cases, strict=True):
        if all(isinstance(value, np.ndarray) for value in values):
            for axis in range(min(value.ndim for value in values)):
                size, counts = f"{name}.shape[{axis}]", [value.shape[axis] for value in values]
                yield code(size), counts
                yield code(f"{size} - 1"), [count - 1 for count in counts]
                if min(counts) > 1:
                    yield code(f"{size} / ({size} - 1)"), [n / (n - 1) for n in counts]
        elif all(isinstance(value, float | int) for value in values):
            yield f"`{name}`", values
            yield f"`1 - {name}`", [1 - value for value in values]


def _mixed(exercise, function, pair):
    """Whether an example gets another answer without the others, where the right one is the same.

    Examples are the columns of all arguments that have as many as the first.
    """
    case, answer = pair
    m = case[0].shape[1] if getattr(case[0], "ndim", 0) == 2 else 1
    fewer = tuple(one[:, :m - 1] if getattr(one, "ndim", 0) == 2 and one.shape[1] == m else one
                  for one in case)
    if m < 3 or any(one.ndim != 2 or one.shape[1] != m for one in answer):
        return False
    try:
        truths = [exercise.expected(exercise.solution_function, one) for one in (case, fewer)]
        still = exercise._answer(function, fewer)
    except Exception:
        return False
    same = [all(map(np.allclose, a, (one[:, :m - 1] for one in b)))
            for a, b in ((truths[1], truths[0]), (still, answer)) if len(a) == len(b)]
    return same == [True, False]


def _ignored(exercise, function, pairs):
    """The names of the arguments that change the right answer and not this one."""
    case, answer = pairs[0]
    truth = exercise.expected(exercise.solution_function, case)
    for i, name in enumerate(exercise.arguments):
        if isinstance(case[i], np.ndarray) and case[i].dtype.kind == "f":
            factors = [np.random.default_rng(0).uniform(1.1, 1.6, case[i].shape)]
        elif isinstance(case[i], float):
            factors = 0.8, 0.5, 0.2  # what is rounded may not follow a small change
        else:
            continue
        others = [(*case[:i], case[i] * factor, *case[i + 1:]) for factor in factors]
        try:
            moved = exercise.expected(exercise.solution_function, others[0])
            still = [exercise._answer(function, other) for other in others]
        except Exception:
            continue
        if not exercise.alike(truth, moved) and all(
                map(np.array_equal, answer * len(still), sum(still, []))):
            yield name
