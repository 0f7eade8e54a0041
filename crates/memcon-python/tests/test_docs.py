"""What the pages of docs/src/use show is run as it stands there: each page's blocks in order, in a folder of its own with
examples beside it. Blocks of `console` are for reading; Spark's page runs with the slow tests, R's with `r/test`."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, program

PAGES = ROOT / "docs" / "src" / "use"
NEEDS = {
    "python.md": ["pyarrow"],
    "pandas.md": ["pyarrow", "pandas", "polars"],
    "duckdb.md": ["pyarrow", "duckdb"],
    "spark.md": ["pyarrow", "pyspark"],
}
# A few of the examples, which is quicker.
EXAMPLES = ["envoy.html", "stories.jsonl", "court.txt", "quiet/bread.txt", "quiet/chess.txt"]


def blocks(page):
    """The language and text of each block of code."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", (PAGES / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", [pytest.param(p, marks=pytest.mark.slow) if p == "spark.md" else p for p in NEEDS])
@pytest.mark.filterwarnings("ignore")
def test_what_a_page_shows_runs(page, examples, tmp_path, monkeypatch):
    for module in NEEDS[page]:
        pytest.importorskip(module)
    memcon_program = program()
    for name in EXAMPLES:
        (tmp_path / "examples" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(examples / name, tmp_path / "examples" / name)
    monkeypatch.chdir(tmp_path)
    # As in an environment that was activated: Spark's workers take the `python3` of the path.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    namespace, ran = {"__name__": "__main__"}, 0
    for language, text in blocks(page):
        if language == "python":
            exec(compile(text, page, "exec"), namespace)
        elif language == "sql":
            import duckdb

            connection = namespace.setdefault("_connection", duckdb.connect())
            assert connection.execute(text).fetchall()
        elif language == "sh":
            if memcon_program is None:
                pytest.skip("the program memcon was not built, so that the page's commands cannot run")
            path = f"{Path(memcon_program).parent}{os.pathsep}{os.environ['PATH']}"
            subprocess.run(["bash", "-euo", "pipefail", "-c", text], check=True, env={**os.environ, "PATH": path})
        else:
            assert language == "console", f"a block of {language} on {page} is not run"
            continue
        ran += 1
    assert ran > 1


def test_every_page_is_run_somewhere():
    pages = {path.name for path in PAGES.glob("*.md")}
    assert set(NEEDS) | {"r.md"} <= pages
