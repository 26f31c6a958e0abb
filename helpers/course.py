"""The command `course`: your own copies of the notebooks, then JupyterLab.

    course                     make or update `my-course/`, open it in JupyterLab
    course --fresh 03          set your copy of notebook 03 aside and make a new one
    course --progress          a page with what you have done
    course --class FOLDER      one table of the progress.json files in a folder, for teachers
    course --no-browser ...    what is not named here goes to JupyterLab

The notebooks in `notebooks/` are stored with their results. A copy has none, and none of the cells
tagged "claim", which test the course itself: no answer stands below its question. What you
write in a copy is never changed and never thrown away.
"""

import argparse
import csv
import hashlib
import json
import re
import sys
import webbrowser
from datetime import date
from itertools import count
from pathlib import Path

from helpers import progress

ROOT = Path(__file__).resolve().parents[1]
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class Refused(Exception):
    """What cannot be done, in one line for the learner."""


def learners_copy(master):
    """A notebook as a learner begins with it: no outputs, no counts, no cells tagged "claim"."""
    cells = [dict(cell) for cell in master["cells"]
             if "claim" not in cell["metadata"].get("tags", [])]
    for cell in cells:
        cell["metadata"] = {}
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return master | {"cells": cells}


def without_dead_widgets(notebook):
    """A saved notebook without views of widgets whose kernel has ended; all else as it was."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)
        if "outputs" in cell:
            cell["outputs"] = [o for o in cell["outputs"] if o.get("data", True)]
    notebook["metadata"].pop("widgets", None)
    return notebook


def update(root, fresh=None):
    """Make the copies that are missing, keep those that exist; returns lines to tell.

    root : the folder with `notebooks/`; the copies stand in `my-course/` beside it. fresh : the
    number of a notebook, such as "03", whose copy is set aside and made anew.
    """
    masters, copies = sorted((root / "notebooks").glob("[0-9][0-9]_*.ipynb")), root / "my-course"
    if not masters:
        raise Refused(f"There are no notebooks in {root}: run `course` in the course's own folder, "
                      "installed with `pip install -e .`.")
    numbers = [path.name[:2] for path in masters]
    if fresh is not None and fresh.zfill(2) not in numbers:
        raise Refused(f"There is no notebook {fresh}: they are {', '.join(numbers)}.")
    copies.mkdir(exist_ok=True)
    if not (copies / progress.FILE).exists():
        progress.save(copies, {})
    lines = []
    for path in masters:
        copy = copies / path.name
        if fresh is not None and path.name[:2] == fresh.zfill(2) and copy.exists():
            lines.append(f"{copy.name}: your copy is now {_set_aside(copy)}, here is a new one.")
        lines += _update_one(path, copy)
    return lines


def _update_one(path, copy):
    """Make one copy, or look after the one that exists; returns lines to tell."""
    made = learners_copy(json.loads(path.read_text("utf-8")))
    digest = hashlib.sha256(json.dumps(made["cells"], sort_keys=True).encode()).hexdigest()
    if not copy.exists():
        made["metadata"] = made["metadata"] | {"course": {"master": digest}}
        progress.write(copy, _as_json(made))
        return []
    text = copy.read_text("utf-8", errors="replace")
    again = f"`course --fresh {copy.name[:2]}` sets it aside and makes a new one."
    try:
        kept = json.loads(text)
        known = kept["metadata"].get("course", {}).get("master")
        clean = _as_json(without_dead_widgets(kept))
    except (ValueError, KeyError, TypeError, AttributeError):
        return [f"{copy.name} is damaged and cannot be opened: {again}"]
    if clean != text:
        progress.write(copy, clean)
    return [] if known == digest else [
        f"{copy.name}: the course has a newer one. Yours stays; {again}"]


def _set_aside(copy):
    """Rename a copy after the day, to a name that is free; returns the name."""
    for number in count(1):
        free = copy.with_name(f"{copy.stem}.{date.today()}{f'-{number}' * (number > 1)}.ipynb")
        if not free.exists():
            return copy.rename(free).name


def _as_json(notebook):
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def show_progress(root):
    """Write `my-course/progress.html`; returns its path."""
    copies = root / "my-course"
    if not copies.is_dir():
        raise Refused("You have not begun yet: `course` makes your copies of the notebooks.")
    path = copies / "progress.html"
    # A browser would show a notebook's file as it is: no links to them here.
    page = re.sub("</?a[^>]*>", "", progress.Progress(copies)._repr_html_())
    progress.write(path, (
        "<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>Your progress</title>"
        "<meta name='color-scheme' content='light dark'>"
        "<body style='font: 16px/1.5 system-ui; max-width: 60rem; margin: 2rem auto; "
        f"padding: 0 1rem'><h1>Your progress</h1>{page}"))
    return path


def class_table(folder, masters):
    """Rows of one table, a learner each: file, then every guess, exercise and quiz by its name.

    A guess is given as the learner said it, an exercise as the number of attempts until it
    passed ("-3": three, not passed), a quiz as the share that was right at the first check.
    """
    files = sorted(path for path in Path(folder).rglob("*.json") if path.is_file())
    if not files:
        raise Refused(f"There is no .json file in {folder}: collect your learners' progress.json "
                      "files there, under any names or each in a folder of its own.")
    has = progress.contents(masters).values()
    names = {kind: [name for one in has for name in one[kind]] for kind in progress.KINDS}
    rows = [["learner", *(name for kind in names for name in names[kind])]]
    for path in files:
        try:
            kept = json.loads(path.read_text("utf-8"))
            cells = [_cell(kind, kept[kind].get(name)) for kind in names for name in names[kind]]
        except (ValueError, KeyError, TypeError, AttributeError):
            cells = ["damaged"]
        rows.append([path.relative_to(folder).as_posix(), *cells])
    return rows


def _cell(kind, done):
    if done is None:
        return ""
    if kind == "guesses":
        return done["guess"]
    if kind == "exercises":
        return str(done["attempts"] if done.get("passed") else -done["attempts"])
    return f"{done['first']}/{done['of']}"


def main(arguments=None):
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(
        prog="course", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="course [--fresh NN | --progress | --class FOLDER] [options of JupyterLab]",
        allow_abbrev=False)
    parser.add_argument("--fresh", metavar="NN", help=argparse.SUPPRESS)
    parser.add_argument("--progress", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--class", dest="folder", metavar="FOLDER", help=argparse.SUPPRESS)
    asked, rest = parser.parse_known_args(arguments)
    try:
        return _run(asked, [one for one in rest if one != "--"])
    except Refused as refusal:
        return str(refusal)
    except OSError as error:
        return f"{error.filename or ROOT}: {error.strerror or error}. Nothing of yours was changed."


def _run(asked, for_jupyter):
    if asked.folder:
        table = Path(asked.folder) / "class.csv"
        rows = class_table(asked.folder, ROOT / "notebooks")
        with table.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        print(f"{len(rows) - 1} learners in {table}")
        return None
    if asked.progress:
        path = show_progress(ROOT)
        print(f"{progress.Progress(path.parent)}\n\n{path}")
        if "--no-browser" not in for_jupyter:
            webbrowser.open(path.as_uri())
        return None
    for line in update(ROOT, asked.fresh):
        print(line)
    from jupyterlab.labapp import main as jupyter_lab  # takes a second to load

    return jupyter_lab([f"--ServerApp.root_dir={ROOT}",
                        "--LabApp.default_url=/lab/tree/my-course/00_symbols.ipynb", *for_jupyter])


if __name__ == "__main__":
    sys.exit(main())
