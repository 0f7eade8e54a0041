"""What the tests share: the examples of the repository, and the program where it was built."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def program():
    """The program, where it was built or is on the path."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    built = target / "release" / "memcon"
    return os.environ.get("MEMCON") or (str(built) if built.exists() else shutil.which("memcon"))


@pytest.fixture(scope="session")
def examples():
    return ROOT / "examples"


@pytest.fixture(scope="session")
def memcon_program():
    """Runs the program and gives what it printed."""
    path = program()
    if path is None:
        pytest.skip("the program memcon was not built, so that nothing is compared with it")

    def run(*arguments, stdin=None, status=0):
        done = subprocess.run([path, *map(str, arguments)], input=stdin, capture_output=True, check=False)
        assert done.returncode == status, done.stderr.decode()
        return done

    return run
