"""Type checkers see the package as it is."""

import shutil
import subprocess
import sys
from pathlib import Path

import memcon
import pytest

PACKAGE = Path(memcon.__file__).parent


def test_the_package_is_typed_throughout(tmp_path):
    pytest.importorskip("mypy", reason="mypy is not installed, so that types were not checked")
    options = ["--strict", "--ignore-missing-imports", "--cache-dir", str(tmp_path)]
    # A copy, since what lies beside the package where it is installed is not to be checked.
    copy = shutil.copytree(PACKAGE, tmp_path / "memcon", ignore=shutil.ignore_patterns("__pycache__"))
    used = tmp_path / "used.py"
    used.write_text(
        "import memcon\n"
        "document: memcon.Document = memcon.code('Kenya accused Norway of espionage.')\n"
        "dates: list[str | None] = [event.date for event in document.events]\n"
        "parties: tuple[memcon.Party, ...] = document.events[0].actors\n"
        "rows: int = len(memcon.events(memcon.code_many(['x'])))\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, str(copy), str(used)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout


def test_stubs_agree_with_the_extension():
    pytest.importorskip("mypy", reason="mypy is not installed, so that stubs were not checked")
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "memcon._memcon"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
