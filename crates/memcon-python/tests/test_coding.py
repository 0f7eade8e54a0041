"""Coding from Python: the same rows as the program's, the same words of errors, streaming, threads and forks."""

import dataclasses
import datetime
import itertools
import json
import os
import pickle
import threading
import time
import warnings

import memcon
import pytest

ACCUSED = "Kenya accused Norway of espionage on Monday."
PAGES = ["envoy.html", "election.html", "latin1.html", "two-stories.html", "wire.txt", "utf16.txt", "sommet.html"]


def canonical(line):
    return json.dumps(json.loads(line), sort_keys=True, ensure_ascii=False)


@pytest.mark.parametrize("name", PAGES)
def test_bytes_of_a_page_give_the_program_s_row(name, examples, memcon_program):
    printed = memcon_program("code", "--format", "jsonl", "-", stdin=(examples / name).read_bytes()).stdout.decode()
    document = memcon.code((examples / name).read_bytes())
    assert document.to_json() + "\n" == printed
    assert canonical(json.dumps(document.to_dict())) == canonical(printed)


def test_decoded_text_gives_the_program_s_row(examples, memcon_program):
    for name in ["envoy.html", "wire.txt"]:
        printed = memcon_program("code", "--format", "jsonl", examples / name).stdout.decode()
        text = (examples / name).read_text(encoding="utf-8")
        document = memcon.code(text, id=str(examples / name))
        assert canonical(document.to_json()) == canonical(printed)


def test_rows_of_json_lines_give_the_program_s_rows_in_order(examples, memcon_program):
    path = examples / "stories.jsonl"
    printed = memcon_program("code", "--format", "jsonl", path).stdout.decode().splitlines()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for jobs in (1, 2, 5):
        coded = [document.to_json() for document in memcon.code_many(iter(rows), jobs=jobs)]
        assert coded == printed


def test_files_and_folders_give_the_program_s_rows(examples, memcon_program):
    printed = memcon_program("code", "--format", "jsonl", examples / "quiet", examples / "feed.xml")
    coded = memcon.code_files([examples / "quiet", examples / "feed.xml"])
    assert [document.to_json() for document in coded] == printed.stdout.decode().splitlines()


def test_a_date_of_the_caller_s(memcon_program):
    printed = memcon_program("code", "--format", "jsonl", "--date", "2025-03-14", "-", stdin=ACCUSED.encode()).stdout
    for date in ("2025-03-14", datetime.date(2025, 3, 14), datetime.datetime(2025, 3, 14, 9, 30)):
        assert canonical(memcon.code(ACCUSED, date=date).to_json()) == canonical(printed)
    assert memcon.code(ACCUSED, date="2025-03-14").events[0].date == "2025-03-10"
    assert memcon.code(ACCUSED, url="https://news.example/2025/03/12/a").events[0].date == "2025-03-10"
    assert memcon.code(ACCUSED.encode(), url="https://news.example/2025/03/12/a").date == "2025-03-12"


def test_objects_are_typed_immutable_and_survive_pickling(examples):
    document = memcon.code((examples / "envoy.html").read_bytes())
    event = document.events[0]
    assert isinstance(event.actors[0], memcon.Party) and isinstance(event.evidence, tuple)
    with pytest.raises(AttributeError):
        event.status = "denied"
    again = pickle.loads(pickle.dumps(document))
    assert again == document and again.to_json() == document.to_json()
    assert memcon.Document.from_json(document.to_json()) == document
    for story in document.stories:
        assert 0 <= story.start <= story.end <= len(document.text)


def untyped(data, typed, at=""):
    """Keys of the program's JSON that the typed object has no field for."""
    if isinstance(data, list):
        return {key for one, other in zip(data, typed) for key in untyped(one, other, at)}
    if not dataclasses.is_dataclass(typed):
        return set()
    renamed = {"from": "date_from", "to": "date_to"}
    names = {key: renamed.get(key, key) if at == "offices" else key for key in data}
    found = {f"{at}.{key}" for key, name in names.items() if not hasattr(typed, name)}
    return found.union(*(untyped(data[key], getattr(typed, name, None), key) for key, name in names.items()))


def test_every_key_of_the_program_s_rows_is_typed(examples):
    for document in memcon.code_files([examples / name for name in ("envoy.html", "tariffs.html", "readout.html")]):
        assert document.events and document.offices
        assert untyped(document.to_dict(), document) == set(), "fields that memcon/_types.py does not have yet"


def test_offsets_count_characters():
    document = memcon.code("«Ça va», said the envoy 🙂 in Paris. Kenya accused Norway of espionage.")
    (event,) = [event for event in document.events if event.event == "ACCUSE"]
    for part in (*event.evidence, *event.actors, *event.recipients):
        assert document.text[part.start : part.end] == part.text


def test_errors_have_the_program_s_words(memcon_program, tmp_path):
    said = memcon_program("code", "-", stdin=b"\x89PNG\r\n\x1a\n\0\0", status=1).stderr.decode()
    with pytest.raises(memcon.InputError) as caught:
        memcon.code(b"\x89PNG\r\n\x1a\n\0\0")
    assert f"memcon: {caught.value}\n" == said
    folder = tmp_path / "mine"
    (folder / "frames").mkdir(parents=True)
    (folder / "frames" / "mine.txt").write_text("@ ACUSE\nA lampoon R\n")
    said = memcon_program("code", "-", "--lexicon", folder, stdin=b"x", status=2).stderr.decode()
    with pytest.raises(memcon.LexiconError) as caught:
        memcon.code("x", lexicon=folder)
    assert f"memcon: {caught.value}\n" == said and "ACCUSE" in said
    assert issubclass(memcon.LexiconError, memcon.Error)
    with pytest.raises(ValueError, match="2025-13-01"):
        memcon.code("x", date="2025-13-01")
    with pytest.raises(ValueError, match="not float"):
        memcon.code(1.5)


def test_explain_prints_what_the_program_prints(examples, memcon_program):
    explanation = memcon.explain((examples / "envoy.html").read_bytes())
    assert str(explanation) == memcon_program("explain", examples / "envoy.html").stdout.decode()
    assert explanation.event(3) == memcon_program("explain", examples / "envoy.html", "--event", 3).stdout.decode()
    printed = memcon_program("explain", examples / "envoy.html", "--sentence", 5).stdout.decode()
    assert explanation.sentence(5) == printed
    with pytest.raises(IndexError, match="numbered from 1"):
        explanation.event(0)


def test_notebooks_show_evidence_and_escape_everything():
    text = "Kenya accused Norway of <script>alert(1)</script> & espionage."
    shown = memcon.explain({"text": text})._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown and "&amp; espionage" in shown
    assert "<mark" in shown and "event 1: ACCUSE" in shown
    assert "<mark" in memcon.code({"text": text})._repr_html_()


def test_a_lexicon_of_one_s_own(tmp_path):
    (tmp_path / "frames").mkdir()
    frames = tmp_path / "frames" / "mine.txt"
    frames.write_text("@ ACCUSE disapprove\nA lampoon R for ACT?\n")
    text = "Kenya lampooned Norway for its trade policy."
    coded = memcon.code(text, lexicon=tmp_path).events[0]
    assert coded.event == "ACCUSE" and "mine.txt" in coded.decided_by
    frames.write_text("@ SUPPORT\nA lampoon R for ACT?\n")
    os.utime(frames, (1, 1))
    assert memcon.code(text, lexicon=tmp_path).events[0].event == "SUPPORT"
    (tmp_path / "odd.csv").write_text("x\n")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        memcon.Coder(tmp_path)
    assert any("no file of a lexicon" in str(warning.message) for warning in said)


def test_bounds_and_columns():
    long = memcon.Coder(bounds={"words": 20}).code("Kenya accused Norway of espionage. " * 20)
    assert any("bounds `words`" in note for note in long.notes)
    sure = memcon.Coder(min_confidence=0).code(ACCUSED * 5)
    assert len(sure.events) >= len(memcon.Coder(min_confidence=1).code(ACCUSED * 5).events)
    fast = memcon.Coder(reader="fast").code(ACCUSED)
    assert [event.event for event in fast.events] == [event.event for event in memcon.Coder(reader="base").code(ACCUSED).events]
    with pytest.raises(ValueError, match="no reader \"slow\""):
        memcon.Coder(reader="slow")
    with pytest.raises(ValueError, match="from 0 to 1"):
        memcon.Coder(min_confidence=7)
    with pytest.raises(ValueError, match="no bound `bites`"):
        memcon.Coder(bounds={"bites": 1})
    coder = memcon.Coder(columns={"text": "note", "date": "seen"})
    assert coder.code({"note": ACCUSED, "seen": "2025-03-14"}).events[0].date == "2025-03-10"


def test_many_documents_stream():
    drawn = []

    def endless():
        for number in itertools.count():
            drawn.append(number)
            yield "It rained."

    coded = memcon.code_many(endless(), jobs=2)
    assert drawn == []
    first = list(itertools.islice(coded, 5))
    assert [document.id for document in first] == ["1", "2", "3", "4", "5"]
    assert len(drawn) <= 5 + 2 * 4


def test_failures_are_named_and_the_rest_is_coded():
    sources = [ACCUSED, " ", None, {"id": "x"}, float("nan"), ACCUSED]
    with pytest.raises(memcon.InputError, match="^2: no text"):
        list(memcon.code_many(sources))
    found = list(memcon.code_many(sources, on_error="return"))
    assert [isinstance(each, memcon.Document) for each in found] == [True, False, False, False, False, True]
    assert "missing value" in str(found[2]) and "neither `text` nor `html`" in str(found[3])
    with pytest.warns(UserWarning, match="missing value"):
        assert len(list(memcon.code_many(sources, on_error="warn"))) == 2

    def broken():
        yield ACCUSED
        raise KeyError("the caller's own")

    coded = memcon.code_many(broken())
    assert next(coded).events
    with pytest.raises(KeyError, match="the caller's own"):
        next(coded)


def test_columns_and_tables_of_other_libraries():
    pyarrow, pandas, polars = (pytest.importorskip(name) for name in ("pyarrow", "pandas", "polars"))
    texts = [ACCUSED, "It rained in Oslo."]
    rows = {"id": ["a", "b"], "text": texts, "date": [datetime.date(2025, 3, 14), None]}
    expected = [document.to_json() for document in memcon.code_many(texts)]
    chunked = pyarrow.chunked_array([texts[:1], texts[1:]])
    for column in (pyarrow.array(texts), chunked, pandas.Series(texts), polars.Series(texts)):
        assert [document.to_json() for document in memcon.code_many(column)] == expected
    frame = pandas.DataFrame({**rows, "date": pandas.to_datetime(rows["date"])})
    for table in (pyarrow.table(rows), frame, polars.DataFrame(rows)):
        first, second = memcon.code_many(table)
        assert (first.id, first.events[0].date, second.id, second.date) == ("a", "2025-03-10", "b", None)


def test_other_threads_run_while_documents_are_coded(examples):
    page, ticks, done = (examples / "envoy.html").read_bytes(), [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    thread = threading.Thread(target=tick)
    memcon.code(ACCUSED)
    thread.start()
    memcon.code(page)
    done.set()
    thread.join()
    assert len(ticks) > 3
    found = []
    workers = [threading.Thread(target=lambda: found.append(memcon.code(page).to_json())) for _ in range(4)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    assert len(set(found)) == 1 and len(found) == 4


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_process_may_fork_after_it_has_coded(tmp_path):
    expected = memcon.code(ACCUSED).to_json()
    pending = memcon.code_many([ACCUSED] * 3, jobs=2)
    next(pending)
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "mine.txt").write_text("@ ACCUSE\nA lampoon R\n")
    child = os.fork()
    if child == 0:
        status = 1
        try:
            same = memcon.code(ACCUSED).to_json() == expected
            same = same and len(list(memcon.code_many([ACCUSED] * 3, jobs=2))) == 3
            same = same and len(memcon.code("Kenya lampooned Norway.", lexicon=tmp_path).events) == 1
            try:
                next(pending)
                same = False
            except RuntimeError as error:
                same = same and "after a fork" in str(error)
            status = 0 if same else 2
        finally:
            os._exit(status)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        time.sleep(0.05)
    else:
        os.kill(child, 9)
        pytest.fail("the child hangs")
    assert os.waitstatus_to_exitcode(status) == 0
    assert len(list(pending)) == 2


def test_resolvers_answer_as_the_program_does(memcon_program):
    printed = json.loads(memcon_program("actor", "Kremlin spokesman", "--date", "2019-05-01").stdout)
    found = memcon.actor("Kremlin spokesman", "2019-05-01")
    assert (found.country, found.sector, list(found.why)) == (printed["country"], printed["sector"], printed["why"])
    printed = json.loads(memcon_program("place", "Springfield, Illinois").stdout)["places"][0]
    assert memcon.place("Springfield, Illinois")[0].geonameid == printed["geonameid"]
    printed = json.loads(memcon_program("when", "two days after Easter", "--date", "2024-03-01").stdout)["times"][0]
    assert memcon.when("two days after Easter", datetime.date(2024, 3, 1))[0].first == printed["first"]
