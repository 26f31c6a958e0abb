"""Which one change would make a learner's function right: tried on its own syntax tree.

`Source.changed` gives every version of a function with one small change in it, the likeliest
first; an exercise tries them until one gives the right answers. So a mistake is found that no list
holds, and the learner sees the own line beside the one with which the function is right.
"""

import ast
import copy
import inspect
import os
import re
import textwrap
import warnings
from contextlib import ExitStack, contextmanager
from itertools import combinations, permutations

import numpy as np

OPERATORS = {  # what is often written in the place of an operator
    ast.Add: (ast.Sub, ast.Mult), ast.Sub: (ast.Add, ast.Div, ast.Mult),
    ast.Mult: (ast.Div, ast.MatMult, ast.Pow, ast.Add), ast.Div: (ast.Mult, ast.Sub),
    ast.FloorDiv: (ast.Div,), ast.MatMult: (ast.Mult,), ast.Pow: (ast.Mult,),
    ast.BitXor: (ast.Pow,), ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,),
    ast.Lt: (ast.LtE, ast.Gt, ast.GtE), ast.LtE: (ast.Lt, ast.GtE, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt, ast.LtE), ast.GtE: (ast.Gt, ast.LtE, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.And: (ast.Or,), ast.Or: (ast.And,),
}
FAMILIES = (  # functions that are taken for each other
    ("mean", "sum", "std", "var", "max", "min", "median", "prod", "cumsum"),
    ("argmax", "argmin", "max", "min", "nanargmax"), ("maximum", "minimum"),
    ("exp", "log", "log10", "log2", "log1p", "expm1", "sqrt", "square", "abs"),
    ("zeros", "ones"), ("zeros_like", "ones_like"), ("uniform", "normal", "integers"),
    ("assign_sub", "assign_add", "assign"),
    ("reduce_mean", "reduce_sum", "reduce_variance", "reduce_std"),
)
REDUCTIONS = {*FAMILIES[0], "argmax", "argmin", "average", "norm", "reduce_mean", "reduce_sum",
              "reduce_variance", "reduce_max"}
KEYWORDS = ("axis=1", "axis=0", "keepdims=True", "axis=1, keepdims=True", "axis=0, keepdims=True")
AROUND = (  # what is often forgotten around a part, which stands as PART
    "-PART", "1 - PART", "PART ** 2", "np.sqrt(PART)", "PART.T", "PART[1]", "PART[0]",
    "np.exp(PART)", "np.log(PART)", "np.log10(PART)", "10.0 ** PART", "1 / PART", "np.abs(PART)",
    "PART - 1", "PART + 1", "2 * PART", "PART / 2", "PART ** 3", "~PART",
    "np.mean(PART, axis=1, keepdims=True)", "np.sum(PART, axis=1, keepdims=True)",
    "np.mean(PART, axis=0)", "np.sum(PART, axis=0)", "np.mean(PART, axis=1)",
    "np.max(PART, axis=0)", "PART - np.max(PART, axis=0)", "PART / np.sum(PART, axis=0)",
    "np.mean(PART)", "np.sum(PART)",
)
WITH_NAMES = ("PART * {}", "PART / {}", "PART + {}", "PART - {}", "PART * (1 - {})")
MOST = 10 ** 6  # entries of an array or a list: hundreds of times those of any case
SIZES = ("PART / {}.shape[1]", "PART / {}.shape[0]", "PART * {}.shape[1]", "PART / len({})")


def code(text):
    """`text` as code in a line of Markdown, whatever stands in it."""
    text = " ".join(str(text).split())
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    room = " " if len(fence) > 1 else ""  # Markdown takes it away again
    return f"{fence}{room}{text}{room}{fence}"


def _short_range(*ends):
    """A range for a version that may count to 10 ** 16: a list of that would fill the memory."""
    numbers = range(*ends)
    if len(numbers) > MOST:
        raise ValueError("too many numbers")
    return numbers


class Source:
    """A learner's function as a syntax tree, and the names it uses.

    A function whose source is not to be had, or that is no `def`, is refused with a ValueError.
    """

    def __init__(self, function):
        try:
            self.tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        except (OSError, TypeError, SyntaxError) as error:
            raise ValueError("no source") from error
        self.tree.body = self.tree.body[:1]
        definition, = self.tree.body
        if not isinstance(definition, ast.FunctionDef):
            raise ValueError("no def")
        definition.decorator_list = []
        self.names = {"range": _short_range, **function.__globals__,
                      **inspect.getclosurevars(function).nonlocals}

    def changed(self, variables, right):
        """Every version with one change, the likeliest first, as a `Change`.

        A line that gives variables whose values are among the right ones stays as it is; both are
        given by their fingerprints.
        """
        definition, = self.tree.body
        kept = _right_lines(definition, variables, right)
        data = {name for name, value in self.names.items()
                if isinstance(value, int | float | np.ndarray)}
        functions = [name for name, value in self.names.items()
                     if inspect.isfunction(value) and value.__module__.startswith("helpers")]
        changes = _changes(definition, kept, data, functions)
        for _, place, new, seen in sorted(changes, key=lambda change: change[0]):
            try:
                if isinstance(new, str):
                    new = ast.parse(new, mode="eval").body
                    ast.increment_lineno(new, seen.lineno - 1)
                change = Change(self, place, new, seen)
                change.make()
            except Exception:
                continue  # no Python any more, or a default value that is not to be had
            yield change


class Change:
    """One change to a function's source; `function` is the version with it."""

    def __init__(self, source, place, new, seen):
        self.source, self.place, self.new, self.seen = source, place, new, seen

    def make(self):
        """Compile the version with this change; the source stays as it was."""
        if isinstance(self.new, ast.AST):  # all others have their locations
            if not hasattr(self.new, "lineno"):
                ast.copy_location(self.new, self.seen)
            ast.fix_missing_locations(self.new)
        self._compile()

    def _compile(self):
        definition, = self.source.tree.body
        with self._made(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(self.source.tree, "<your function, changed>", "exec"), self.source.names)
        self.function = self.source.names[definition.name]

    @contextmanager
    def _made(self):
        holder, field = self.place
        old = _put(holder, field, self.new)
        try:
            yield old
        finally:
            _put(holder, field, old)

    def applied(self):
        """A source with this change in it."""
        source = copy.copy(self.source)
        with self._made():
            source.tree = copy.deepcopy(source.tree)
        return source

    def _shown(self):
        """What stands there, and what would stand there."""
        before = ast.unparse(self.seen)
        with self._made() as old:
            return before, ast.unparse(self.new if self.seen is old else self.seen)

    @property
    def what(self):
        """What is put in the place of what, without what stays: the same for the same mistake."""
        if isinstance(self.seen, str):
            return self.seen
        before, after = self._shown()
        start = len(os.path.commonprefix([before, after]))
        before, after = before[start:], after[start:]
        end = len(os.path.commonprefix([before[::-1], after[::-1]]))
        return type(self.seen), before[:len(before) - end], after[:len(after) - end]

    def __str__(self):
        """The end of a sentence that begins with "your function is right"."""
        if isinstance(self.seen, str):
            return self.seen
        before, after = map(code, self._shown())
        return f"with {after} in place of {before} in your line {self.seen.lineno}"


class Together(Change):
    """The same change in two places; `function` is the version with it."""

    def __init__(self, *changes):
        self.source, self.changes = changes[0].source, changes
        self._compile()

    @contextmanager
    def _made(self):
        with ExitStack() as stack:
            for change in self.changes:
                stack.enter_context(change._made())
            yield

    def __str__(self):
        return ", and ".join(map(str, self.changes))


def twice(changes):
    """Every two of the changes that are the same in different places, made together."""
    alike = {}
    for change in changes:
        for other in alike.setdefault(change.what, []):
            try:
                both = Together(other, change)
            except Exception:
                continue  # no Python any more
            yield both
        alike[change.what].append(change)


def _right_lines(definition, variables, right):
    """The lines whose variables are right, and those that only these lines make use of."""
    lines, made = set(), {}
    for node in ast.walk(definition):
        if isinstance(node, ast.Assign):
            own = range(node.lineno, node.end_lineno + 1)
            names = {name.id for target in node.targets for name in ast.walk(target)
                     if isinstance(name, ast.Name)}
            found = {variables.get(name) for name in names} - {None}
            if found and found <= right:
                lines |= set(own)
            elif not found & right:
                made |= {name: own for name in names}
    for name, own in reversed(made.items()):
        uses = {node.lineno for node in ast.walk(definition) if isinstance(node, ast.Name)
                and node.id == name and isinstance(node.ctx, ast.Load)}
        if uses and uses <= lines:
            lines |= set(own)
    return lines


def _put(holder, field, value):
    """Put a part of the tree in the place of another, which is returned."""
    if isinstance(holder, list):
        old, holder[field] = holder[field], value
    else:
        old = getattr(holder, field)
        setattr(holder, field, value)
    return old


def _changes(definition, kept, data, functions):
    """(how unlikely, place, what could stand there, the part that shows it) of every change.

    The lines in `kept` stay as they are. data, functions : names of the notebook's.
    """
    arguments = [argument.arg for argument in definition.args.args]
    own = {node.id for node in ast.walk(definition)
           if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    names = [*arguments, *sorted(own - set(arguments))]
    used = {node.id for node in ast.walk(definition) if isinstance(node, ast.Name)}
    for name in sorted(used & data - set(names)):
        for size in "{}", "{}.shape[1]", "{}.shape[0]", "len({})":
            for argument in arguments:
                line, = ast.parse(f"{name} = {size.format(argument)}").body
                yield (0, (definition, "body"), [line, *definition.body],
                       f"with {code(ast.unparse(line))} as its first line: {code(name)} is a "
                       "variable of the notebook, which is not given to it")
    for parent in ast.walk(definition):
        for field, value in ast.iter_fields(parent):
            if field == "body" and isinstance(parent, ast.FunctionDef | ast.For | ast.While):
                yield from _of_statements(parent)
            many = isinstance(value, list)
            for place, node in ([((value, i), one) for i, one in enumerate(value)] if many
                                else [((parent, field), value)]):
                if getattr(node, "lineno", 0) in kept:
                    continue
                if isinstance(node, ast.AugAssign):
                    for operator in OPERATORS.get(type(node.op), ()):
                        yield 1, (node, "op"), operator(), node
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    yield 2, place, ast.AugAssign(node.targets[0], ast.Add(), node.value), node
                small = isinstance(node, ast.Name | ast.Constant | ast.Slice)
                seen = parent if small and isinstance(parent, ast.expr | ast.keyword) else node
                if not isinstance(node, ast.expr) or isinstance(
                        getattr(node, "ctx", None), ast.Store) or (
                        isinstance(parent, ast.arguments)) or (
                        isinstance(parent, ast.Expr) and not isinstance(node, ast.Call)):
                    continue
                if not hasattr(seen, "lineno"):
                    seen.lineno = node.lineno
                whole = isinstance(parent, ast.stmt)  # what a line is about
                if whole:
                    yield from ((3, place, f"{function}({name})", seen)
                                for function in functions for name in names)
                for cost, new in _instead(
                        node, names, arguments,
                        isinstance(node, ast.Name) and isinstance(parent, ast.Tuple)):
                    yield cost - (whole and cost > 2), place, new, seen


def _of_statements(parent):
    """Statements that are left out, swapped, or moved out of a loop or into it."""
    def line(statement):
        text = ast.unparse(statement)
        shown = f" ({code(text)})" if len(text) < 60 and "\n" not in text else ""
        return f"line {statement.lineno}{shown}"

    body, place = parent.body, (parent, "body")
    for i, one in enumerate(body):
        rest = body[:i], body[i + 1:]
        if len(body) > 1 and not isinstance(one, ast.Return):
            yield 2, place, [*rest[0], *rest[1]], f"without your {line(one)}"
        if isinstance(one, ast.For | ast.While) and len(one.body) > 1:
            shorter, longer = copy.copy(one), copy.copy(one)
            shorter.body, last = one.body[:-1], one.body[-1]
            yield (1, place, [*rest[0], shorter, last, *rest[1]],
                   f"with your {line(last)} behind the loop")
            shorter, first = copy.copy(one), one.body[0]
            shorter.body = one.body[1:]
            yield (1, place, [*rest[0], first, shorter, *rest[1]],
                   f"with your {line(first)} before the loop")
            if rest[1] and not isinstance(rest[1][0], ast.Return):
                longer.body = [*one.body, rest[1][0]]
                yield (2, place, [*rest[0], longer, *rest[1][1:]],
                       f"with your {line(rest[1][0])} inside the loop")
        for other in rest[1][:1]:
            yield (3, place, [*rest[0], other, one, *rest[1][1:]],
                   f"with your {line(other)} before {line(one)}")


def _instead(node, names, arguments, alone):
    """(how unlikely, what could stand in the place of this expression, as a tree or as text).

    alone : a variable as it is handed on, around which nothing is missing.
    """
    match node:
        case ast.Constant(bool() as value):
            yield 1, ast.Constant(not value)
        case ast.Constant(int() | float() as value):
            others = {0, 1, -1, 2, value + 1, value - 1, -value, 1 - value} - {value}
            yield from ((1, repr(other)) for other in sorted(others))
            yield from ((2, name) for name in names)
            yield from ((2, f"{name}.shape[1]") for name in arguments)
        case ast.Name(name) if name in names:
            yield from ((2, other) for other in names if other != name)
        case ast.UnaryOp(_, operand):
            yield 1, operand
        case ast.BinOp():
            yield from _other_operations(node.left, node.op, node.right)
        case ast.Compare(left, [operator], [right]):
            for other in OPERATORS.get(type(operator), ()):
                yield 1, ast.Compare(left, [other()], [right])
        case ast.BoolOp(operator, values):
            for other in OPERATORS[type(operator)]:
                yield 1, ast.BoolOp(other(), values)
        case ast.Tuple(elements):
            yield from _other_tuples(elements)
        case ast.Attribute(value, "T" | "mT"):
            yield 1, value
        case ast.Subscript(value, part):
            yield from _other_parts(value, part)
        case ast.Call():
            yield from _other_calls(node)
    if isinstance(node, ast.Constant | ast.Slice | ast.Tuple) or alone or (
            isinstance(node, ast.Name) and node.id not in names):
        return
    part = f"({ast.unparse(node)})"
    for cost, pattern in [*((4, one) for one in AROUND),
                          *((5, one.format(name)) for name in arguments for one in WITH_NAMES),
                          *((5, one.format(name)) for name in arguments for one in SIZES)]:
        yield cost, pattern.replace("PART", part)  # parsed when its turn has come


def _other_operations(left, operator, right):
    """Another operator, the other order, one side alone, other brackets."""
    yield from ((1, other) for one, other in ((left, right), (right, left))
                if isinstance(one, ast.Constant))
    for other in OPERATORS.get(type(operator), ()):
        yield 1, ast.BinOp(left, other(), right)
    if not isinstance(operator, ast.Add | ast.Mult):
        yield 1, ast.BinOp(right, operator, left)
    yield from ((2, left), (2, right))
    part, outer = left, []
    while isinstance(part, ast.BinOp | ast.Call):  # the right side belongs into other brackets
        if isinstance(part, ast.BinOp):
            inside = ast.BinOp(part.left, part.op, ast.BinOp(part.right, operator, right))
        elif len(part.args) == 1:
            inside = ast.Call(part.func, [ast.BinOp(part.args[0], operator, right)], part.keywords)
        else:
            break
        for one in reversed(outer):
            inside = ast.BinOp(one.left, one.op, inside)
        yield 1, inside
        outer.append(part)
        part = getattr(part, "right", None)
    if isinstance(left, ast.BinOp) and isinstance(right, ast.BinOp):  # the weights exchanged
        yield 1, ast.BinOp(ast.BinOp(right.left, left.op, left.right), operator,
                           ast.BinOp(left.left, right.op, right.right))
    if isinstance(right, ast.BinOp):
        yield 1, ast.BinOp(ast.BinOp(left, operator, right.left), right.op, right.right)


def _other_tuples(elements):
    """The elements in another order, or without one of them."""
    for order in permutations(elements) if len(elements) < 6 else ():
        if order != tuple(elements):
            yield 1, ast.Tuple(list(order), ast.Load())
    for i in range(len(elements)):
        rest = elements[:i] + elements[i + 1:]
        yield 2, rest[0] if len(rest) == 1 else ast.Tuple(rest, ast.Load())


def _other_parts(value, part):
    """All of an array in place of a part of it, or the slice on the other side."""
    yield 2, value
    parts = part.elts if isinstance(part, ast.Tuple) else [part]
    for i, one in enumerate(parts):
        ends = ()
        if isinstance(one, ast.Slice):
            ends = (None, one.lower), (one.upper, None), (one.lower, None)
        elif isinstance(one, ast.Constant | ast.UnaryOp):
            ends = (one, None),
        for low, high in ends:
            new = [*parts[:i], ast.Slice(low, high), *parts[i + 1:]]
            new = new[0] if len(new) == 1 else ast.Tuple(new, ast.Load())
            yield 2, ast.Subscript(value, new, ast.Load())


def _other_calls(node):
    """Another function, other keywords, other arguments; or what it is called with, alone."""
    function, arguments, keywords = node.func, node.args, node.keywords
    name = getattr(function, "attr", None)
    for family in FAMILIES:
        if name in family:
            for other in family:
                if other != name:
                    yield 1, ast.Call(ast.Attribute(function.value, other, ast.Load()),
                                      arguments, keywords)
    for i in range(len(keywords)):
        yield 1, ast.Call(function, arguments, keywords[:i] + keywords[i + 1:])
    if name in REDUCTIONS:
        for text in KEYWORDS:
            more = ast.parse(f"f({text})", mode="eval").body.keywords
            others = [one for one in keywords if one.arg not in {new.arg for new in more}]
            yield 1 + (others != keywords), ast.Call(function, arguments, [*others, *more])
    for i, j in combinations(range(len(arguments)), 2):
        swapped = list(arguments)
        swapped[i], swapped[j] = arguments[j], arguments[i]
        yield 1, ast.Call(function, swapped, keywords)
    alone = len(arguments) == 1 and not keywords
    yield from ((1 if alone else 2, argument) for argument in arguments)
    if isinstance(function, ast.Attribute) and not (
            isinstance(function.value, ast.Name) and function.value.id in ("np", "tf")):
        yield 2, function.value
