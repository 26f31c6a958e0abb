"""The course as a web site, in Chromium: every page, beside what Python itself gives.

Two pages are walked through; all of them with SITE_WALK=all in the environment.
"""

import functools
import html
import http.server
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest
from axe import violations
from PIL import Image
from solutions import solved, stub_in

ROOT = Path(__file__).resolve().parents[1]
PAGES = [path.stem for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))]
ALIVE = [name for name in PAGES if name != "10_tensorflow"]
WALKED = ALIVE[1:] if os.environ.get("SITE_WALK") == "all" else [
    "02_batch_norm_forward", "09_softmax"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SECONDS = 1000  # Playwright counts milliseconds
RANGES = "input[type=range], select, [role=radiogroup]"
pytestmark = pytest.mark.site

# Runs cells and moves controls as the page did, natively; what is read and drawn after each.
NATIVE = """
import json, sys
sys.path[:0] = sys.argv[1:3]
import ipywidgets, live
live.start("")
asked = json.load(sys.stdin)

def leaves(widget, kinds):
    for child in getattr(widget, "children", ()):
        yield from leaves(child, kinds)
    if isinstance(widget, kinds):
        yield widget

shown = {}
for cell, source in asked["cells"]:
    answer = json.loads(live.run(cell, source))
    views = [output["data"]["application/vnd.jupyter.widget-view+json"]["model_id"]
             for output in answer["outputs"]
             if "application/vnd.jupyter.widget-view+json" in output.get("data", {})]
    shown[cell] = [live.comm.get_comm_manager().comms[view] for view in views]
every = {wire.comm_id: widget for widget in ipywidgets.widget._instances.values()
         for wire in [widget.comm]}
results = []
for cell, number, name, value in asked["moves"]:
    roots = [every[wire.comm_id] for wire in shown[cell]]
    kinds = (ipywidgets.IntSlider, ipywidgets.Dropdown, ipywidgets.ToggleButtons)
    control = [leaf for root in roots for leaf in leaves(root, kinds)][number]
    live.move(json.dumps([[control.comm.comm_id,
                           {"method": "update", "state": {name: value}}]]))
    results.append({
        "texts": [leaf.value for root in roots for leaf in leaves(root, ipywidgets.HTML)],
        "pictures": [live.base64.b64encode(leaf.value).decode()
                     for root in roots for leaf in leaves(root, ipywidgets.Image)]})
print(json.dumps(results))
"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files, counted; or nothing at all, as without a connection."""

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.server.down:
            self.send_error(503)
        else:
            super().do_GET()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site, built; SITE names one that was built before."""
    if os.environ.get("SITE"):
        return Path(os.environ["SITE"])
    if not (shutil.which("node") and shutil.which("npm")):
        missing = "site/build.py needs Node.js with npm"
        pytest.fail(missing) if os.environ.get("REQUIRE_ALL_TESTS") else pytest.skip(missing)
    pyodide, out = ROOT / ".cache/pyodide", tmp_path_factory.mktemp("site") / "site"
    subprocess.run([sys.executable, ROOT / "tools/unpack_pyodide.py", pyodide], check=True)
    subprocess.run([sys.executable, ROOT / "site/build.py", out, "--pyodide", pyodide], check=True)
    return out


@pytest.fixture(scope="module")
def native(folder, tmp_path_factory):
    """A Python with the site's numpy and matplotlib, or, where they cannot be had, this one.

    Another matplotlib puts letters elsewhere: with it only the words are compared.
    """
    if os.environ.get("SITE_PYTHON"):
        return os.environ["SITE_PYTHON"], True
    place = tmp_path_factory.mktemp("native")
    with zipfile.ZipFile(folder / "pyodide/course.zip") as archive:
        versions = re.findall(r"\b((?:numpy|matplotlib)-[\d.]+)\.dist-info/METADATA",
                              " ".join(archive.namelist()))
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    made = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "ipywidgets", "ipython<10", "joblib", "tqdm",
         "threadpoolctl", "pillow", *(version.replace("-", "==") for version in versions)])
    return (sys.executable, False) if made.returncode else (python, True)


@pytest.fixture(scope="module")
def server(folder):
    made = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=folder))
    made.asked, made.down = [], False
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        missing = "no Chromium found: install the package chromium (Debian) or Google Chrome"
        pytest.fail(missing) if os.environ.get("REQUIRE_ALL_TESTS") else pytest.skip(missing)
    with playwright.sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=browser, args=[
            "--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield made
        made.close()


@pytest.fixture(scope="module")
def reader(chromium, server):
    """One reader's browser: opens pages, and notes every request and every error."""
    context = chromium.new_context(viewport={"width": 1280, "height": 1000})
    context.set_default_timeout(240 * SECONDS)
    made = Reader(context, f"http://127.0.0.1:{server.server_port}/")
    yield made
    assert made.errors == []
    assert [url for url in made.requests if not url.startswith((made.base, "data:", "blob:"))] == []
    context.close()


class Reader:
    def __init__(self, context, base):
        self.context, self.base, self.requests, self.errors = context, base, [], []
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def open(self, name):
        page = self.context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(self.base + name)
        return page


def address(name):
    return f"notebooks/{name}.html"


def idle(page):
    page.wait_for_timeout(80)
    page.wait_for_function("!document.body.dataset.busy")


def alive(page):
    page.click("#start")
    page.wait_for_function("document.body.dataset.live === 'ready'")
    page.wait_for_function(
        "document.querySelector('.out .widget') || !document.querySelector('.alive')")


def run(page, cell):
    """Run a cell and those above it; returns what it shows."""
    page.locator(f"[id='{cell}'] .run").evaluate("button => button.click()")
    page.wait_for_function(
        "cell => /ran|failed|waits/.test(document.getElementById(cell).dataset.state)"
        " && !document.body.dataset.busy", arg=cell)
    return page.locator(f"[id='{cell}'] .out").inner_text()


def cells_of(name):
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text("utf-8"))["cells"]
    return [(cell["id"], "".join(cell["source"]), cell["metadata"].get("tags", []),
             cell["outputs"]) for cell in cells if cell["cell_type"] == "code"
            and "claim" not in cell["metadata"].get("tags", [])]


@pytest.mark.parametrize("name", ["index", *PAGES])
def test_a_page_is_readable_without_python_and_without_javascript(chromium, server, name):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360,
                                                                       "height": 740})
    page = context.new_page()
    path = "index.html" if name == "index" else address(name)
    page.goto(f"http://127.0.0.1:{server.server_port}/{path}")
    assert page.locator("h1").count() == 1
    assert not page.locator("#start").is_visible()
    assert "$" not in re.sub(r"`[^`]*`", "", page.locator("main > p").all_inner_texts()[0])
    assert all(image.get_attribute("alt") for image in page.locator("img").all())
    if name != "index":
        stored = sum("image/png" in output.get("data", {})
                     for *_, outputs in cells_of(name) for output in outputs)
        assert page.locator(".out img").count() == stored
    context.close()


def test_the_first_page_is_small(chromium, server):
    context = chromium.new_context()
    page, size = context.new_page(), []
    page.on("response", lambda answer: size.append(len(answer.body())))
    page.goto(f"http://127.0.0.1:{server.server_port}/", wait_until="load")
    assert sum(size) < 300_000
    context.close()


def test_the_site_is_small(folder):
    sizes = {path: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    assert sum(sizes.values()) < 80e6
    assert sum(size for path, size in sizes.items() if path.parent.name == "pyodide"
               and "lite" not in path.parts) < 20e6


@pytest.mark.parametrize("name", ["index", *[name for name in ALIVE if name not in WALKED]])
def test_python_starts_and_a_control_follows_the_keyboard(reader, name):
    page = reader.open("index.html" if name == "index" else address(name))
    alive(page)
    slider = page.locator(".out input[type=range]").first
    if slider.count():
        idle(page)
        before = page.locator(".out .image").first.get_attribute("src")
        slider.press("ArrowRight")
        idle(page)
        assert page.locator(".out .image").first.get_attribute("src") != before
    assert not page.locator(".failed").count()
    page.close()


def moves_of(page, cell):
    """Move every control of a cell by keyboard or mouse: what was moved, and what came of it."""
    controls = page.locator(f"[id='{cell}'] .out").locator(RANGES)
    for number in range(controls.count()):
        control = controls.nth(number)
        if control.evaluate("control => control.type === 'range'"):
            plays = control.locator("xpath=ancestor::*[contains(@class, 'hbox')][1]").locator(
                ".play").count()
            for key in ["ArrowRight"] if plays else ["End", "Home", "PageUp"]:
                control.press(key)
                idle(page)
                yield number, "value", int(control.input_value())
        elif control.evaluate("control => control.tagName === 'SELECT'"):
            for index in (control.locator("option").count() - 1, 0):
                control.select_option(index=index)
                idle(page)
                yield number, "index", index
        else:
            radios = control.locator("input")
            for index in (radios.count() - 1, 0):
                radios.nth(index).check()
                idle(page)
                yield number, "index", index


def words(markup):
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split()) for text in markup]


def gray(text):
    """A picture, so small that the last shade of an edge does not matter."""
    picture = Image.open(io.BytesIO(b64decode(text.split(",")[-1]))).convert("L")
    return np.asarray(picture.resize((picture.width // 8, picture.height // 8),
                                     Image.Resampling.BOX), dtype=float)


@pytest.mark.parametrize("name", WALKED)
def test_panels_show_what_python_itself_shows(reader, native, name, tmp_path):
    python, same_versions = native
    page, moves, seen, ran = reader.open(address(name)), [], [], []
    alive(page)
    for cell, source, tags, outputs in cells_of(name):
        if "long" in tags:
            continue
        ran.append([cell, source])
        if "a long cell above" in run(page, cell):
            continue  # it is said, and that cell runs when it is asked for
        assert not page.locator(f"[id='{cell}'] .failed").count(), source
        if "course-below" not in str(outputs):
            continue
        for number, trait, value in moves_of(page, cell):
            moves.append([cell, number, trait, value])
            seen.append({
                "texts": page.locator(f"[id='{cell}'] .out .html").evaluate_all(
                    "all => all.map(one => one.innerHTML)"),
                "pictures": page.locator(f"[id='{cell}'] .out img.image").evaluate_all(
                    "all => all.map(one => one.src)")})
    assert moves
    told = subprocess.run(
        [python, "-W", "ignore", "-c", NATIVE, ROOT / "site", ROOT], check=True, text=True,
        cwd=tmp_path, input=json.dumps({"cells": ran, "moves": moves}), capture_output=True)
    for move, got, want in zip(moves, seen, json.loads(told.stdout), strict=True):
        assert words(got["texts"]) == words(want["texts"]), move
        for one, other in zip(got["pictures"], want["pictures"], strict=True):
            assert gray(one).shape == gray(other).shape, move
            difference = np.abs(gray(one) - gray(other))
            assert not same_versions or difference.mean() < 1 and difference.max() < 60, (
                move, difference.mean(), difference.max())
    page.close()


@pytest.mark.parametrize("name", WALKED)
def test_a_guess_an_exercise_and_a_quiz(reader, name):
    page, cells = reader.open(address(name)), cells_of(name)
    alive(page)
    guess = next(cell for cell, source, *_ in cells if "Guess(" in source)
    run(page, guess)
    box = page.locator(f"[id='{guess}'] .out")
    if box.locator("input[type=radio]").count():
        box.locator("input[type=radio]").first.check()
    else:
        number = re.search(r"[\d.,]+", box.locator("input[type=text]").get_attribute(
            "placeholder"))[0]
        box.locator("input[type=text]").fill(number)
        box.locator("input[type=text]").press("Enter")
    idle(page)
    assert "You say" in box.inner_text()
    variable = re.search(r"(\w+) = Guess\(", dict((c[0], c[1]) for c in cells)[guess])[1]
    assert "You said" in run(page, next(
        cell for cell, source, *_ in cells if f"{variable}.reveal(" in source))
    progress = json.loads(page.evaluate("localStorage.getItem('progress')"))
    assert len(progress["guesses"]) >= 1

    given, stub = next((cell, source) for cell, source, *_ in cells if stub_in(source))
    function = stub_in(stub)
    checked = next(cell for cell, source, *_ in cells if f"({function})" in source)
    for module in re.findall(r"from (helpers\.exercises\.\w+) import", str(cells)):
        importlib.import_module(module)
    run(page, given)
    assert "Not yet" in run(page, checked)
    page.locator(f"[id='{given}'] .edit").evaluate("button => button.click()")
    page.locator(f"[id='{given}'] textarea").fill(solved(stub))
    run(page, given)
    assert "Passed" in run(page, checked)
    progress = json.loads(page.evaluate("localStorage.getItem('progress')"))
    assert progress["exercises"][function]["passed"]

    quiz = next((cell for cell, source, *_ in cells if "Quiz(" in source), None)
    if quiz:
        run(page, quiz)
        for group in page.locator(f"[id='{quiz}'] [role=radiogroup]").all():
            group.locator("input").first.check()
        page.locator(f"[id='{quiz}'] button", has_text="check").last.click()
        idle(page)
        assert " right" in page.locator(f"[id='{quiz}'] .out").inner_text()
    page.locator(f"[id='{given}'] .reset").evaluate("button => button.click()")
    assert page.locator(f"[id='{given}'] textarea").input_value() == stub
    page.close()


@pytest.mark.parametrize("name", ["index.html", address("02_batch_norm_forward")])
def test_axe_finds_nothing_to_mend(reader, name):
    page = reader.open(name)
    for live in (False, True):
        if live:
            alive(page)
            run(page, page.locator(".cell").last.get_attribute("id"))
            for group in page.locator("[role=radiogroup]").all():
                group.locator("input").first.check()
            for button in 2 * page.locator(".out button", has_text="check").all():
                button.click()
                idle(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], (live, scheme)
    page.close()


def test_what_needs_a_long_cell_keeps_its_stored_result(reader):
    name = "02_batch_norm_forward"
    long = next(i for i, (_, _, tags, _) in enumerate(cells_of(name)) if "long" in tags)
    cell, _, _, outputs = cells_of(name)[long + 1]
    page = reader.open(address(name))
    stored = page.locator(f"[id='{cell}'] .out img").count()
    assert "a long cell above" in run(page, cell) and outputs
    assert page.locator(f"[id='{cell}'] .out img").count() == stored > 0
    assert not page.locator(".failed").count()
    page.close()


def test_what_was_written_is_kept_and_exported(reader):
    page = reader.open(address("02_batch_norm_forward"))
    cell = cells_of("02_batch_norm_forward")[0][0]
    page.locator(f"[id='{cell}'] .edit").click()
    area = page.locator(f"[id='{cell}'] textarea")
    area.fill("for i in range(3):")
    area.press("End")
    area.press("Enter")
    area.type("print(i)")
    assert area.input_value() == "for i in range(3):\n    print(i)"
    with page.expect_download() as download:
        page.click("#save")
    kept = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert kept["cells"][f"edit 02_batch_norm_forward {cell}"] == area.input_value()
    page.locator(f"[id='{cell}'] .reset").click()
    page.set_input_files("#load", {"name": "progress.json", "mimeType": "application/json",
                                   "buffer": json.dumps(kept).encode()})
    page.wait_for_function("document.getElementById('status').textContent.includes('imported')")
    page.reload()
    assert area.input_value().endswith("    print(i)")
    area.locator("xpath=..").locator(".reset").click()
    page.close()


def test_a_failing_cell_is_said_in_a_sentence(reader):
    page = reader.open(address("02_batch_norm_forward"))
    alive(page)
    first = cells_of("02_batch_norm_forward")[0][0]
    page.locator(f"[id='{first}'] .edit").click()
    page.locator(f"[id='{first}'] textarea").fill("1 / 0")
    assert "This cell stopped: ZeroDivisionError" in run(page, first)
    page.locator(f"[id='{first}'] .reset").click()
    page.click("#stop")
    assert "was stopped" in page.locator("#status").inner_text()
    assert page.locator("#start").is_visible()
    page.close()


def test_without_a_connection_after_the_first_load(reader, server):
    page = reader.open("index.html")
    alive(page)
    page.wait_for_function("document.body.dataset.offline === 'all kept'")
    page.close()
    server.down = True
    try:
        page = reader.open(address("05_test_time"))
        alive(page)
        assert page.locator(".out .widget").count()
        page.close()
    finally:
        server.down = False


def test_a_download_that_fails_is_said_and_the_page_stays(chromium, server):
    context = chromium.new_context(service_workers="block")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
    server.down = True
    try:
        page.click("#start")
        page.wait_for_function("/could not be|has stopped/.test("
                               "document.getElementById('status').textContent)")
        assert page.locator("h1").is_visible() and page.locator("#start").is_visible()
    finally:
        server.down = False
        context.close()
