"""Every notebook, solved and run, and then everything in it moved: nothing fails, all has a name.

It takes a quarter of an hour: `pytest -m walk`. It needs Chromium, npm for axe-core, and Voila.
"""

import importlib
import importlib.util
import json
import os
import re

import pytest
import solutions
from axe import violations

from helpers import course

browser = pytest.importorskip("test_browser", reason="pip install playwright")
SECONDS, page_of = browser.SECONDS, browser.page_of
MASTERS = sorted(browser.NOTEBOOKS.glob("[0-9]*.ipynb"))
SECOND = "02_batch_norm_forward.ipynb"
SETTINGS = "lab/user-settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings"
MESSAGES = ("stderr", "error")
# What went wrong, wherever it is said: nothing that this walk does asks for an alert.
TROUBLE = ", ".join([*(f'[data-mime-type="application/vnd.jupyter.{kind}"]' for kind in MESSAGES),
                     ".jp-OutputArea-output [role=alert]"])
OURS = (".jp-OutputArea-output", ".jp-MarkdownOutput")
# ipywidgets gives a slider's handle no name (the box beside it has one) and those of Play by CSS
# are seen by browsers but not by axe; JupyterLab keeps no description of a picture.
NOT_OURS = (".noUi-handle", ".widget-play", ".jp-RenderedImage img")
pytestmark = pytest.mark.walk


def source(cell):
    return "".join(cell["source"])


def solved(master):
    """A learner's copy with each exercise tried as it stands, then done; and how many there are."""
    copy, cells, exercises = course.learners_copy(master), [], 0
    for module in re.findall(r"from (helpers\.exercises\.\w+) import", str(copy)):
        importlib.import_module(module)
    for cell, after in zip(copy["cells"], [*copy["cells"][1:], {"source": ""}], strict=True):
        text = source(cell)
        if cell["cell_type"] == "code" and solutions.stub_in(text):
            exercises += 1
            check = "" if "check_" in text else f"\n\n{source(after)}"
            cells.append(cell | {"id": f"wrong-{exercises}", "source": text + check})
            cell = cell | {"source": solutions.solved(text)}
        cells.append(cell)
    return copy | {"cells": cells}, exercises


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with the solved notebooks, for each front end; all cells are kept in the page."""
    root = tmp_path_factory.mktemp("walk") / "notebooks"
    for folder in ("lab", "notebook7", "voila"):
        (root / folder).mkdir(parents=True)
        (root / folder / "progress.json").write_text("{}")
        for path in MASTERS:
            made, _ = solved(json.loads(path.read_text("utf-8")))
            (root / folder / path.name).write_text(json.dumps(made), "utf-8")
    (root / SETTINGS).parent.mkdir(parents=True)
    (root / SETTINGS).write_text('{"windowingMode": "none"}')
    with browser.serving(root) as address_and_token:
        yield address_and_token


def moves(root):
    """Do what a learner can do to a panel, a guess or a quiz; yields the name of each move."""
    for handle in root.locator(".noUi-handle").all():
        for key in ("End", "Home"):
            handle.press(key)
            yield key
    for group in root.locator(".widget-toggle-buttons").all():
        choices = group.locator("button").all()
        for choice in [*choices, choices[0]]:
            choice.press("Space")
            yield choice.inner_text()
    for box in root.locator("select").all():
        for index in range(box.locator("option").count()):
            box.select_option(index=index)
            yield f"option {index}"
    for box in 2 * root.locator("input[type=checkbox]").all():
        box.press("Space")
        yield "checkbox"
    for entry in root.locator("input[placeholder*=' to ']").all():
        entry.fill(entry.get_attribute("placeholder").split(" ")[0])
        entry.press("Enter")
        yield "guess"
    for clock in root.locator(".widget-play").all():
        clock.get_by_role("button", name="play", exact=True).press("Space")
        root.page.wait_for_timeout(SECONDS)
        clock.locator("button").first.press("Space")
        yield "play"
    for button in 2 * root.locator("button.widget-button").all():
        button.press("Space")
        yield button.inner_text()


def looks(root):
    return root.evaluate("root => root.innerText + [...root.querySelectorAll('img')].map("
                         "image => image.src)")


class Listener:
    """Listens to what a page, not yet loaded, and its kernel say to each other."""

    def __init__(self, page):
        self.page, self.asked = page, set()
        page.on("websocket", self._listen)

    def _listen(self, socket):
        socket.on("framesent", lambda frame: self.asked.update(self._names(frame)))
        socket.on("framereceived", lambda frame: self.asked.difference_update(
            self._names(frame) if b'"idle"' in self._bytes(frame) else ()))

    @staticmethod
    def _bytes(frame):
        return frame.encode() if isinstance(frame, str) else frame

    def _names(self, frame):
        return re.findall(rb'"msg_id": ?"([^"]+)', self._bytes(frame))

    def settle(self):
        """Wait until the kernel has done all that it was asked for."""
        quiet = 0
        while quiet < 2:
            self.page.wait_for_timeout(80)
            quiet = 0 if self.asked else quiet + 1


def explore(listener, path, part=slice(None)):
    """Move everything, see that nothing fails and that each panel, guess and quiz followed."""
    page, errors, master = listener.page, [], json.loads(path.read_text("utf-8"))
    page.on("pageerror", lambda error: errors.append(str(error)))
    roots = page.locator(".course-live:not(.jupyter-widgets-disconnected)").all()
    assert len(roots) >= sum("course-still" in str(cell.get("outputs")) for cell in master["cells"])
    for root in roots[part]:
        first, seen = looks(root), set()
        for move in moves(root):
            listener.settle()
            trouble = page.locator(TROUBLE).all_inner_texts()
            assert trouble == errors == [], f"{move} in\n{first}"
            seen.add(looks(root))
        assert seen != {first}, f"nothing follows in\n{first}"


def told(page, path):
    """See that all cells ran, the exercises were first refused and then passed, nothing failed."""
    page.wait_for_function("""() => ![...document.querySelectorAll(".jp-InputPrompt")].some(
        prompt => prompt.textContent.includes("*"))""", timeout=1200 * SECONDS)
    page.wait_for_timeout(2 * SECONDS)
    assert page.locator(TROUBLE).all_inner_texts() == []
    assert not page.locator(".jp-CodeCell .jp-InputPrompt", has_text="[ ]").count(), "not run"
    texts = "\n".join(page.locator(".jp-OutputArea-output").all_inner_texts())
    _, exercises = solved(json.loads(path.read_text("utf-8")))
    assert (texts.count("Not yet"), texts.count("Passed")) == (exercises, exercises)


def walked(server, page_of, front_end, path):
    """A notebook in JupyterLab or Notebook 7, run."""
    listener = Listener(page_of())
    opened = browser.opened(server, lambda: listener.page, front_end, path.name)
    opened.run_all()
    told(opened.page, path)
    return opened, listener


@pytest.mark.parametrize("path", MASTERS, ids=lambda path: f"nb{path.stem}")
def test_jupyterlab(server, page_of, path):
    if path.stem == "10_tensorflow" and not os.environ.get("REQUIRE_ALL_TESTS"):
        importlib.util.find_spec("tensorflow") or pytest.skip("needs TensorFlow")
    opened, listener = walked(server, page_of, "lab", path)
    if path.name == SECOND:
        explore(listener, path, slice(3))
        opened.restart()
        listener.asked.clear()
        opened.run_all()
        told(opened.page, path)
    explore(listener, path)
    assert violations(opened.page, OURS, NOT_OURS) == []
    opened.page.close()


def test_notebook_7(server, page_of):
    path = browser.NOTEBOOKS / SECOND
    opened, listener = walked(server, page_of, "notebook7", path)
    explore(listener, path)
    opened.page.close()


def test_voila(server, page_of):
    pytest.importorskip("voila")
    (address, token), listener, path = server, Listener(page_of()), browser.NOTEBOOKS / SECOND
    page = listener.page
    page.goto(f"{address}/voila/render/voila/{SECOND}?token={token}", timeout=600 * SECONDS)
    page.locator(".course-live").last.wait_for(timeout=600 * SECONDS)
    page.wait_for_timeout(20 * SECONDS)
    explore(listener, path)
    page.close()
