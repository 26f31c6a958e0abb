"""Every benchmark one after the other, under a description of the machine, as Markdown.

    python benchmarks/all.py > results.md

Takes some minutes. What is compared, and how to read it, stands at the head of each file.
"""

import importlib.metadata
import os
import platform
import subprocess
import sys
from pathlib import Path

NAMES = ("batch_norm", "training", "search", "panels")
COMPARED = ("numpy", "matplotlib", "torch", "tensorflow-cpu", "tensorflow", "scikit-learn")


def processor():
    """The processor's name, as far as the system tells it."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return (named or [platform.processor() or platform.machine()])[0]


def main():
    """Print the machine, then each benchmark's tables."""
    versions = []
    for name in COMPARED:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    print(f"{processor()}, {os.cpu_count()} cores, {platform.system()}, "
          f"Python {platform.python_version()}, {', '.join(versions)}", flush=True)
    for name in NAMES:
        print(f"\n## {name}\n\n```", flush=True)
        subprocess.run([sys.executable, Path(__file__).with_name(f"{name}.py")], check=True)
        print("```", flush=True)


if __name__ == "__main__":
    main()
