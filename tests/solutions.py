"""The exercises as a learner has done them: right functions in the places of the stubs."""

import ast
import inspect
import re

from helpers.exercises.exercise import REGISTRY


def stub_in(text):
    """The name of the function that a cell leaves to the learner, or None."""
    found = re.search(r"^def (my_\w+)", text, re.M)
    return found and found[1]


def solved(text):
    """A cell's text with a right function in the place of its stub, and all else as it was.

    The module of its exercise has to be imported.
    """
    name = stub_in(text)
    function = next(node for node in ast.parse(text).body
                    if isinstance(node, ast.FunctionDef) and node.name == name)
    lines = text.splitlines(keepends=True)
    lines[function.lineno - 1 : function.end_lineno] = [
        inspect.getsource(REGISTRY[name].solution_function)]
    return "".join(lines)
