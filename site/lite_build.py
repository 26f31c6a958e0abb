"""JupyterLite with the course, for those who want whole notebooks: `build.py --lite` calls it.

Needs two more packages, in the versions that site/README.md names.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers.course import learners_copy

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
# What its kernel needs of the distribution and no page does.
MORE = ("micropip", "packaging", "ssl", "openssl", "sqlite3", "jedi", "parso", "prompt-toolkit",
        "wcwidth")


def build(out, source):
    """Write JupyterLite to `out`, beside the folder `pyodide` of the pages, whose Python it uses."""
    pyodide = out.parent / "pyodide"
    shutil.copy(source / "pyodide.asm.wasm", pyodide)
    lock = json.loads((source / "pyodide-lock.json").read_text())
    packages = {name: lock["packages"][name] for name in MORE}
    for entry in packages.values():
        shutil.copy(source / entry["file_name"], pyodide)
    course = hashlib.sha256((pyodide / "course.zip").read_bytes()).hexdigest()
    packages["course"] = packages["micropip"] | {
        "name": "course", "file_name": "course.zip", "sha256": course, "imports": [],
        "depends": list(packages)}
    (pyodide / "lite-lock.json").write_text(json.dumps(lock | {"packages": packages}))
    python = ".".join(lock["info"]["python"].split(".")[:2])
    fonts = f"/lib/python{python}/site-packages/matplotlib-config"
    settings = {"disablePyPIFallback": True, "pyodideUrl": "./../pyodide/pyodide.mjs",
                "loadPyodideOptions": {"lockFileURL": "./../pyodide/lite-lock.json",
                                       "packages": ["course"], "env": {"MPLCONFIGDIR": fonts}}}
    with tempfile.TemporaryDirectory() as temporary:
        lite = Path(temporary)
        (lite / "files").mkdir()  # JupyterLite takes its notebooks from here
        for path in NOTEBOOKS.glob("*.ipynb"):
            notebook = learners_copy(json.loads(path.read_text("utf-8")))
            (lite / "files" / path.name).write_text(json.dumps(notebook), "utf-8")
        (lite / "jupyter-lite.json").write_text(json.dumps({
            "jupyter-lite-schema-version": 0, "jupyter-config-data": {
                "appName": "Batch norm, by hand", "litePluginSettings": {KERNEL: settings}}}))
        subprocess.run([sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", lite,
                        "--output-dir", out.resolve(), "--apps", "lab", "--no-sourcemaps",
                        "--no-unused-shared-packages"],
                       check=True, cwd=lite, stdout=subprocess.DEVNULL)
