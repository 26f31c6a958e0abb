"""What a learner has done, kept in one file beside their copies of the notebooks.

The command `course` makes the folder of copies with a ``progress.json``. Where that file stands in
the working directory, guesses, exercises and quizzes are recorded in it; elsewhere, as in the
tests, nothing is written. No server, no account.
"""

import html
import json
import os
import re
import time
from contextlib import contextmanager
from pathlib import Path

FILE = "progress.json"
KINDS = {  # what is recorded, and how a notebook's code says that it has one
    "guesses": r'\bGuess\(\s*"([^"]+)"',
    "exercises": r"^def (my_\w+)",
    "quizzes": r'\bQuiz\("([^"]+)"',
}
STYLE = """<style>
.course-progress table { border-collapse: collapse; }
.course-progress td, .course-progress th { padding: .3em .9em .3em 0; text-align: left; }
.course-progress td { border-top: 1px solid #8884; }
.course-progress td:nth-child(2) { white-space: nowrap; }
</style>"""
MARKS = {  # of a guess: how it went
    True: "<span style='color:#0072B2'>●</span>", False: "<span style='color:#D55E00'>○</span>",
    None: "<span style='color:#888'>·</span>"}


def record(kind, name, **what):
    """Record `what`, numbers and words, of a guess, an exercise or a quiz of this name.

    kind : "guesses", "exercises" or "quizzes". What is not given stays as it was recorded before.
    """
    if Path(FILE).exists():
        with _alone():
            kept = load()
            kept[kind].setdefault(name, {}).update(what)
            save(".", kept)


def load(folder="."):
    """All that is recorded in a folder: by kind, by name, a dict.

    A file that is damaged is set aside as ``progress.json.damaged``, and recording begins anew.
    """
    path, kept = Path(folder) / FILE, {}
    try:
        kept = json.loads(path.read_text("utf-8"))
        if not all(isinstance(kept.get(kind, {}), dict) for kind in KINDS):
            raise ValueError("not a record of progress")
    except FileNotFoundError:
        pass
    except (ValueError, AttributeError):
        kept = {}
        os.replace(path, path.with_name(FILE + ".damaged"))
    return {kind: kept.get(kind, {}) for kind in KINDS}


def save(folder, kept):
    """Write all that is recorded: whole or not at all, whenever the machine stops."""
    write(Path(folder) / FILE, json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True))


def write(path, text):
    """Write a text file whole or not at all."""
    new = path.with_name(path.name + ".new")
    new.write_text(text, "utf-8", newline="\n")
    os.replace(new, path)


@contextmanager
def _alone():
    """One writer at a time, for each open notebook has a kernel; waits two seconds at most."""
    lock = Path(FILE + ".lock")
    for _ in range(100):
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            time.sleep(0.02)  # one left behind by a kernel that was killed is taken over
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def contents(folder):
    """What the notebooks in a folder have to do: title, and names by kind, by file name."""
    found = {}
    for path in sorted(Path(folder).glob("[0-9][0-9]_*.ipynb")):
        if "." in path.stem:
            continue  # a copy that was set aside
        try:
            cells = json.loads(path.read_text("utf-8"))["cells"]
        except (ValueError, KeyError):
            continue  # a damaged copy: `course` says so
        code, text = ("\n".join("".join(cell["source"]) for cell in cells
                                if cell["cell_type"] == kind) for kind in ("code", "markdown"))
        title = re.search(r"^# (.+)", text, re.MULTILINE)
        found[path.name] = {"title": title[1] if title else path.stem} | {
            kind: list(dict.fromkeys(re.findall(pattern, code, re.MULTILINE)))
            for kind, pattern in KINDS.items()}
    return found


class Progress:
    """What was done in a folder of copies, where intuition failed, what to look at again."""

    def __init__(self, folder="."):
        self.kept, self.contents = load(folder), contents(folder)

    def __repr__(self):
        text = html.unescape(re.sub("<[^>]+>", " ", self._body()))
        return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())

    def _repr_html_(self):
        return f'{STYLE}<div class="course-progress">{self._body()}</div>'

    def _body(self):
        if not any(self.kept.values()):
            return ("<p>Nothing yet. This page fills as you guess, write functions and answer "
                    "quizzes in your own copies of the notebooks.</p>")
        rows = [self._row(file, has) for file, has in self.contents.items()
                if any(has[kind] for kind in KINDS)]
        lines = [
            "<table><tr><th>notebook</th><th>guesses</th><th>exercises</th><th>quizzes</th></tr>",
            *rows, "</table>", f"<p>{MARKS[True]} a close guess, {MARKS[False]} one far off, "
            f"{MARKS[None]} not made yet</p>"]
        for heading, found in (("Where intuition failed", self._missed()),
                               ("To look at again", self._again())):
            if found:
                lines += [f"<h4>{heading}</h4><ul>", *(f"<li>{one}</li>" for one in found), "</ul>"]
        return "\n".join(lines)

    def _row(self, file, has):
        guesses, exercises, quizzes = (
            {name: self.kept[kind].get(name) for name in has[kind]} for kind in KINDS)
        made = sum(map(bool, guesses.values()))
        marks = " ".join(MARKS[guess and guess["close"]] for guess in guesses.values())
        cells = [f'<a href="{file}">{html.escape(has["title"])}</a>',
                 f"{marks} {made} of {len(guesses)}" if guesses else "",
                 "; ".join(_tries(name, done) for name, done in exercises.items() if done)
                 or _none(exercises),
                 "; ".join(_score(done) for done in quizzes.values() if done) or _none(quizzes)]
        return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"

    def _missed(self):
        """The guesses that were far off, with what was found."""
        return [f"{html.escape(guess['question'])}<br>You said "
                f"<b>{html.escape(guess['guess'])}</b>; measured: "
                f"<b>{html.escape(guess['truth'])}</b>."
                for guess in self.kept["guesses"].values() if not guess["close"]]

    def _again(self):
        """Exercises begun and not passed, and quizzes that were not all right."""
        again = [f"<code>{name}</code>, not passed yet"
                 for name, done in self.kept["exercises"].items() if not done.get("passed")]
        return again + [f"the quiz <i>{name.replace('_', ' ')}</i>, {_score(done)}"
                        for name, done in self.kept["quizzes"].items()
                        if done.get("then", done["first"]) < done["of"]]


def _none(names):
    return f"– of {len(names)}" if names else ""


def _tries(name, done):
    """One exercise in words: passed or not, after how many attempts, with how many hints."""
    attempts, hints = done.get("attempts", 0), done.get("hints", 0)
    mark = "✔" if done.get("passed") else "✘"
    helped = f", {hints} hint{'s' * (hints > 1)}" if hints else ""
    return f"{mark} <code>{name}</code> {attempts} attempt{'s' * (attempts != 1)}{helped}"


def _score(done):
    then = f", then {done['then']}" if "then" in done else ""
    return f"{done['first']}{then} of {done['of']}"
