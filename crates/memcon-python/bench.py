"""Measures the package against the program on the same pages: `python crates/memcon-python/bench.py [--pages N] [--spark]`.

Wants the wheel installed and the program built (release). The pages are the examples' texts, over and over. Runs of the
program and of the package alternate, and the best of three counts; processor time is given too, since it says more than
the clock does on a machine that others use. `--spark` codes the same pages on a local cluster of one and of two workers of
one core each (wants pyspark and Java), and tells how much memory the workers' Python took."""

import argparse
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import memcon

sys.path.insert(0, str(Path(__file__).parent / "tests"))
from conftest import ROOT, program  # noqa: E402

PAGES = ["envoy.html", "election.html", "tariffs.html", "readout.html", "no-date.html", "wire.txt", "court.txt", "frontline.txt"]


def texts(count):
    """The examples' texts with ids of their own, their furniture taken out, so that all read the same."""
    coded = [memcon.code((ROOT / "examples" / name).read_bytes()) for name in PAGES]
    pages = itertools.islice(itertools.cycle(coded), count)
    return [{"id": f"{n}", "date": page.date, "text": page.text} for n, page in enumerate(pages)]


def timed(work):
    """Seconds on the clock and of the processor, children's with them."""

    def processor():
        both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in both)

    clock, used = time.perf_counter(), processor()
    work()
    return time.perf_counter() - clock, processor() - used


def of_package(pages, jobs):
    for document in memcon.code_many(pages, jobs=jobs):
        assert document.id


def of_program(path, jobs):
    subprocess.run([program(), "code", "-q", "--format", "jsonl", "--jobs", str(jobs), path, "--out", os.devnull], check=True)


def on_spark(pages, workers):
    """Coding on a cluster; its start is not counted, nor the workers' first page."""
    from pyspark.sql import SparkSession, functions

    import memcon.spark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = (
        SparkSession.builder.master(f"local-cluster[{workers},1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    rows = [(page["id"], page["date"], page["text"]) for page in pages]
    table = spark.createDataFrame(rows, "id string, date string, text string").repartition(4 * workers).cache()
    memcon.spark.code(table.limit(workers)).count()
    table.count()
    start = time.perf_counter()
    memcon.spark.code(table).select(functions.sum("quad")).collect()
    seconds = time.perf_counter() - start

    def memory(batches):
        import pyarrow

        for _ in batches:
            pass
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        yield pyarrow.RecordBatch.from_pydict({"peak": pyarrow.array([peak], pyarrow.int64())})

    peak = memcon.spark.code(table).mapInArrow(memory, "peak long").agg(functions.max("peak")).collect()[0][0]
    spark.stop()
    return seconds, peak


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=400)
    arguments.add_argument("--spark", action="store_true")
    arguments = arguments.parse_args()
    pages = texts(arguments.pages)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "pages.jsonl")
        path.write_text("".join(json.dumps(page) + "\n" for page in pages), encoding="utf-8")
        of_package(pages[:8], 1)
        for jobs in (1, 2):
            runs = [(timed(lambda: of_program(path, jobs)), timed(lambda: of_package(pages, jobs))) for _ in range(3)]
            for name, each in zip(("memcon code", "code_many"), zip(*runs)):
                clock, used = min(clock for clock, _ in each), min(used for _, used in each)
                print(f"{name:<12} jobs {jobs}  {len(pages) / clock:7.1f} pages/s  {1000 * used / len(pages):7.2f} ms of processor a page", flush=True)
    if arguments.spark:
        for workers in (1, 2):
            seconds, peak = on_spark(pages, workers)
            print(f"Spark        workers {workers}  {len(pages) / seconds:7.1f} pages/s  {peak} MB a Python worker", flush=True)


if __name__ == "__main__":
    main()
