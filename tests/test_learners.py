"""What the learner's copies of the notebooks promise: no answer too early, nothing breaks."""

import json
import re
import statistics
from pathlib import Path

import pytest
from suggestions import SUGGESTIONS

from helpers import course, progress

MASTERS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))
NUMBER = r"(?<![\w.,]){}(?![\w]|[.,]\d)"

each = pytest.mark.parametrize("path", [
    pytest.param(path, id=path.stem, marks=getattr(pytest.mark, f"nb{path.name[:2]}"))
    for path in MASTERS])
each_but_the_symbols = pytest.mark.parametrize("path", [
    pytest.param(path, id=path.stem, marks=getattr(pytest.mark, f"nb{path.name[:2]}"))
    for path in MASTERS[1:]])


def read(path):
    return json.loads(path.read_text("utf-8"))


def source(cell):
    return "".join(cell["source"])


def code(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def texts(cell):
    """What a cell's outputs say, as plain text."""
    return ["".join(output.get("text", "") or output.get("data", {}).get("text/plain", ""))
            for output in cell.get("outputs", [])]


def is_claim(cell):
    return "claim" in cell["metadata"].get("tags", [])


def is_panel(cell):
    below = 'class="course-still course-below"'
    return any(below in "".join(output.get("data", {}).get("text/html", ""))
               for output in cell.get("outputs", []))


@each
def test_learners_cells_are_short_and_hold_no_test(path):
    cells = [cell for cell in code(read(path)) if not is_claim(cell)]
    lengths = [len(source(cell).splitlines()) for cell in cells]
    assert statistics.median(lengths) <= (6 if len(lengths) > 1 else 8)
    assert max(lengths) <= 15
    assert not [source(cell) for cell in cells if re.search(r"^\s*assert\b", source(cell), re.M)]


@each
def test_claims_say_what_failed(path):
    for cell in filter(is_claim, code(read(path))):
        asserts = re.findall(r"^\s*assert\b", source(cell), re.M)
        assert asserts and len(re.findall(r",\s*\(?\s*f?\"", source(cell))) >= len(asserts)
        assert cell["outputs"] == [] and cell["metadata"].get("jupyter") == {"source_hidden": True}


@each
def test_no_printed_table_without_a_picture(path):
    for cell in code(read(path)):
        printed = sum(len("".join(output["text"]).strip().splitlines())
                      for output in cell["outputs"] if output["output_type"] == "stream")
        shows = any("image/png" in output.get("data", {}) for output in cell["outputs"])
        allowed = "code-reading" in cell["metadata"].get("tags", [])
        assert printed <= 3 or shows or allowed, source(cell)


@each_but_the_symbols
def test_the_first_control_comes_within_300_words(path):
    words = 0
    for cell in read(path)["cells"]:
        if cell["cell_type"] == "markdown":
            words += len(source(cell).split())
        elif is_panel(cell):
            break
    assert words <= 300


@each_but_the_symbols
def test_a_panel_alone_says_what_it_needs(path):
    for cell in filter(is_panel, code(read(path))):
        assert source(cell).startswith("# needs "), source(cell)


def test_guesses_have_names_of_their_own():
    names = [name for has in progress.contents(MASTERS[0].parent).values()
             for name in has["guesses"]]
    assert len(names) == len(set(names)) and names


@each_but_the_symbols
def test_four_to_eight_guesses_each_revealed(path):
    cells = [source(cell) for cell in code(read(path))]
    asked = [(name, key) for text in cells
             for name, key in re.findall(r'^(\w+) = Guess\(\s*"([^"]+)"', text, re.M)]
    assert 4 <= len(asked) <= 8
    for variable, key in asked:
        assert sum(f"{variable}.reveal(" in text for text in cells) == 1, key
        assert not any(re.search(rf"Guess\(\s*\"{key}\"", text) and f"{variable}.reveal(" in text
                       for text in cells), f"{key} is asked and answered in one cell"


@each_but_the_symbols
def test_no_answer_stands_above_its_reveal(path):
    master = read(path)
    copies = {cell["id"]: source(cell) for cell in course.learners_copy(master)["cells"]}
    above = []  # what a learner has read
    for cell in master["cells"]:
        truths = [text.removeprefix("Measured: ") for text in texts(cell)
                  if text.startswith("Measured: ")]
        for variable, truth in zip(re.findall(r"(\w+)\.reveal\(", source(cell)), truths,
                                   strict=True):
            asked = next(i for i, text in enumerate(above) if f"{variable} = Guess(" in text)
            for text in [*above[asked + 1 :], source(cell)]:
                assert not re.search(NUMBER.format(re.escape(truth)), text), (variable, truth)
            if re.search(r"[^\d]", truth):  # with its unit, or a choice: nowhere before, either
                assert not any(re.search(NUMBER.format(re.escape(truth)), text)
                               for text in above[:asked]), (variable, truth)
        if cell["id"] in copies:
            above.append(copies[cell["id"]])


@each
def test_every_suggestion_has_its_edit(path):
    prose = "\n".join(source(cell) for cell in read(path)["cells"]
                      if cell["cell_type"] == "markdown")
    assert len(re.findall(r"\*\*Try\b", prose)) == len(SUGGESTIONS.get(path.stem, []))
    cells = "\n".join(source(cell) for cell in code(course.learners_copy(read(path))))
    for old, _ in SUGGESTIONS.get(path.stem, []):
        assert old in cells, old


def edits(path):
    return [("", ""), *SUGGESTIONS.get(path.stem, [])]


@pytest.mark.slow
@pytest.mark.parametrize(("path", "edit"), [
    pytest.param(path, edit, id=f"{path.stem}-{number}")
    for path in MASTERS for number, edit in enumerate(edits(path))])
def test_the_copy_runs_as_it_is_and_with_every_suggestion(path, edit, tmp_path, monkeypatch):
    if path.stem == "10_tensorflow":
        pytest.importorskip("tensorflow")
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    copy = course.learners_copy(read(path))
    for cell in code(copy):
        cell["source"] = source(cell).replace(*edit) if edit[0] else source(cell)
    monkeypatch.chdir(tmp_path)
    progress.save(".", {})
    client = nbclient.NotebookClient(nbformat.from_dict(copy), timeout=600,
                                     resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    assert progress.load()["guesses"] == {}  # nothing was guessed, so nothing is recorded


@each_but_the_symbols
def test_the_readme_promises_the_minutes_that_the_notebook_states(path):
    promised = re.search(rf"notebooks/{path.name}\) \|.*?\| (\d+) \|",
                         (path.parents[1] / "README.md").read_text("utf-8"))[1]
    first = source(read(path)["cells"][0])
    assert re.search(r"(\d+) minutes", first)[1] == promised
