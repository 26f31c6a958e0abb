"""Run notebooks from top to bottom and store their outputs in canonical form.

    python tools/store_outputs.py notebooks/*.ipynb
    python tools/store_outputs.py --check notebooks/*.ipynb     (run nothing, name what is amiss)

The same notebook on the same machine gives the same bytes: execution counts are 1..n, widget
state and views are taken out (a panel keeps its still), so are times and run-dependent names.
"""

import argparse
import os
import re
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # the sum of a matrix product must not depend on cores

import nbformat
from nbclient import NotebookClient

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
SECONDS_A_CELL = 300


def execute(notebook, folder):
    """Run every cell in a new kernel; an exception in a cell ends it with an error."""
    NotebookClient(
        notebook, timeout=SECONDS_A_CELL, kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    ).execute()


def canonical(notebook):
    """Strip what differs from run to run; a cell keeps its id."""
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    count = 0
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = {"tags": tags} if tags else {}
        if "claim" in (tags or ()):  # for those who look: what holds, not how to ask
            cell.metadata["jupyter"] = {"source_hidden": True}
        cell.source = cell.source.strip()
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        cell.outputs = [o for o in _streams_joined(cell.outputs) if not _is_only_a_view(o)]
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if output.output_type in ("display_data", "execute_result"):
                picture = output.metadata.get("image/png")
                output.metadata = {"image/png": picture} if picture else {}
    return notebook


def _is_only_a_view(output):
    """Whether an output is a widget's view: a panel's (its still stands before it) or a bar's.

    Cells with a progress bar are tagged nbval-ignore-output, since a run shows more than is kept.
    """
    data = output.get("data", {})
    return WIDGET_VIEW in data and set(data) <= {WIDGET_VIEW, "text/plain"}


def _streams_joined(outputs):
    """Join the pieces of a stream: where the kernel cuts them is a matter of time."""
    joined = []
    for output in outputs:
        before = joined[-1] if joined else {}
        if output.output_type == "stream" and before.get("name") == output.name:
            before.text += output.text
        else:
            joined.append(output)
    return joined


def complaints(notebook):
    """Name what keeps a stored notebook from its canonical form."""
    found = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        found.append("execution counts are not 1..n")
    if "widgets" in notebook.metadata:
        found.append("widget state is stored")
    for number, cell in enumerate(code, start=1):
        if not cell.source.strip():
            found.append(f"code cell {number} is empty")
        for output in cell.outputs:
            data = output.get("data", {})
            text = "".join(map(str, data.values())) + output.get("text", "")
            if output.output_type == "error":
                found.append(f"code cell {number} stores an error")
            if output.get("name") == "stderr":
                found.append(f"code cell {number} wrote to stderr")
            if WIDGET_VIEW in data:
                found.append(f"code cell {number} stores a widget view")
            if "image/png" in data and not output.metadata.get("image/png", {}).get("alt"):
                found.append(f"code cell {number} shows a picture without a description")
            if re.search(r"(?<![\w.])/(home|root|work|tmp|Users)/| at 0x[0-9a-f]{6,}", text):
                found.append(f"code cell {number} stores a path or address of this machine")
    return found


def main():
    """Store the outputs of the notebooks named on the command line, or check them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--check", action="store_true", help="run nothing, name what is amiss")
    arguments = parser.parse_args()
    amiss = False
    for path in arguments.notebooks:
        notebook = nbformat.read(path, as_version=4)
        if not arguments.check:
            execute(notebook, path.parent)
            nbformat.write(canonical(notebook), path)
        for complaint in complaints(notebook):
            amiss = True
            print(f"{path}: {complaint}")
    sys.exit(amiss)


if __name__ == "__main__":
    main()
