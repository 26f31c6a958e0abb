"""JupyterLite with the course; `build.py --lite` calls it. Needs the packages README.md names."""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers.course import learners_copy

# What JupyterLite's kernel needs of the distribution, beside what the pages need.
MORE = "micropip packaging ssl openssl sqlite3 jedi parso prompt-toolkit wcwidth".split()
KEYS = {"shortcuts": [  # JupyterLite 0.6 would take these keys away from a slider
    {"command": f"notebook:move-cursor-heading-{what}", "keys": [f"Arrow{key}"], "disabled": True,
     "selector": ".jp-Notebook.jp-mod-commandMode:not(.jp-mod-readWrite) :focus"}
    for key, what in (("Left", "above-or-collapse"), ("Right", "below-or-expand"))]}


def build(out, source):
    """Write JupyterLite to `out`; its packages are in ../pyodide/course.zip, as those of a page."""
    lock = json.loads((source / "pyodide-lock.json").read_text())
    packages = {name: lock["packages"][name] for name in MORE if name in lock["packages"]}
    files = [*source.glob("pyodide.*"), source / "python_stdlib.zip",
             *(source / package["file_name"] for package in packages.values())]
    course = hashlib.sha256((out.parent / "pyodide/course.zip").read_bytes()).hexdigest()
    packages["course"] = packages["micropip"] | {
        "name": "course", "file_name": "../../../pyodide/course.zip", "sha256": course,
        "imports": [], "depends": list(packages)}
    fonts = f"/lib/python{lock['info']['python'][:4]}/site-packages/matplotlib-config"
    kernel = {"disablePyPIFallback": True, "loadPyodideOptions": {
        "packages": ["course"], "env": {"MPLCONFIGDIR": fonts, "PYTHONWARNINGS": "ignore:tqdm"}}}
    settings = {"litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
                "settingsOverrides": {"@jupyterlab/shortcuts-extension:shortcuts": KEYS}}
    with tempfile.TemporaryDirectory() as temporary:
        lite = Path(temporary)
        pyodide, notebooks = lite / "static/pyodide", lite / "files"  # JupyterLite's own names
        pyodide.mkdir(parents=True)
        notebooks.mkdir()
        for file in files:
            shutil.copy(file, pyodide)
        (pyodide / "pyodide-lock.json").write_text(json.dumps(lock | {"packages": packages}))
        for path in Path(__file__).resolve().parents[1].glob("notebooks/*.ipynb"):
            copy = learners_copy(json.loads(path.read_text("utf-8")))
            (notebooks / path.name).write_text(json.dumps(copy))
        (lite / "jupyter-lite.json").write_text(json.dumps({"jupyter-config-data": settings}))
        subprocess.run([sys.executable, "-m", "jupyterlite_core", "build", "--apps", "lab",
                        "--no-sourcemaps", "--output-dir", out.resolve()],
                       check=True, cwd=lite, stdout=subprocess.DEVNULL)
