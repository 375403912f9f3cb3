"""A publication is a commit: killed at any moment and run again, it has the bytes of one never killed."""

from __future__ import annotations

import errno
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.ground import locks
from pipeline.ground.errors import PublishError
from pipeline.ground.files import digest_of
from pipeline.publishing import release
from pipeline.publishing.manifest import MANIFEST, Remembered, files_in, read_manifest
from pipeline.publishing.private import DERIVED, place, private, state
from tests.conftest import ROOT, copied

OLD = {
    "records.jsonl": "a\nb\n",
    "person/an.html": "An",
    "person/binh.html": "Bình",
    "store/1.sst": "old",
    "stones": "1",
}
NEW = {
    "records.jsonl": "a\nc\n",
    "person/an.html": "An",
    "event/hop.html": "Họp",
    "store/2.sst": "new",
    "index.db": "i",
}


def commit(output: Path, memory: Path, files: dict[str, str]) -> None:
    """Publish these files; "stones" grows with each publication, as the log of a feed does."""
    with release.opened(output, memory) as draft:
        draft.carry(["stones"])
        for name, text in files.items():
            path = place(draft.stage, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_text(text)
        draft.commit(stays=lambda name: name == "changes/1.json")


def tree(output: Path) -> dict[str, bytes]:
    """All files of a publication and of the folder beside it."""
    files = [p for folder in (output, private(output)) for p in sorted(folder.rglob("*")) if p.is_file()]
    return {p.relative_to(output.parent).as_posix(): p.read_bytes() for p in files}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    commit(tmp_path / "output", tmp_path / "memory", OLD)
    return tmp_path / "output"


_watching: list[Callable[[str], None]] = []
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.truncate", "shutil.rmtree", "open"}


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event in _CHANGES and (event != "open" or str(arguments[1]) not in {"r", "rb", "None"}):
        _watching[-1](event)


sys.addaudithook(_hook)


@contextmanager
def at_each_change(look: Callable[[str], None]) -> Iterator[None]:
    """Have `look` called before each change of the file system: what is there then is what a kill would leave."""
    busy = False

    def once(event: str) -> None:
        nonlocal busy
        if not busy:
            busy = True
            try:
                look(event)
            finally:
                busy = False

    _watching.append(once)
    try:
        yield
    finally:
        _watching.pop()


def test_killed_before_any_step_and_run_again_it_is_as_if_never_killed(output: Path, tmp_path: Path) -> None:
    moments: list[Path] = []

    def snapshot(event: str) -> None:
        moments.append(copied(output, tmp_path / "killed" / str(len(moments)) / "output"))

    with at_each_change(snapshot):
        commit(output, tmp_path / "memory", NEW)
    wanted = tree(output)
    assert len(moments) > 30
    journals = [p for p in moments if (state(p) / "journal.json").exists()]
    assert len(journals) > 10  # steps after the decision
    for moment in moments:
        commit(moment, moment.parent / "memory", NEW)
        assert tree(moment) == wanted, moment
        assert not state(moment).exists()
    assert "output/person/binh.html" not in wanted


def test_after_the_journal_a_recovery_alone_ends_the_commit_and_before_it_nothing_has_changed(
    output: Path, tmp_path: Path
) -> None:
    before, moments = tree(output), list[Path]()

    def snapshot(event: str) -> None:
        moments.append(copied(output, tmp_path / "killed" / str(len(moments)) / "output"))

    with at_each_change(snapshot):
        commit(output, tmp_path / "memory", NEW)
    after, decided = tree(output), False
    for moment in moments:
        decided |= (state(moment) / "journal.json").exists()
        release.recover(moment)
        assert tree(moment) == (after if decided else before), moment


def test_who_reads_ends_an_interrupted_commit_first_or_says_what_to_do(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments: list[Path] = []

    def snapshot(event: str) -> None:
        if (state(output) / "journal.json").exists():
            moments.append(copied(output, tmp_path / "killed" / str(len(moments)) / "output"))

    with at_each_change(snapshot):
        commit(output, tmp_path / "memory", NEW)
    for moment in moments[1:]:
        release.settle(moment)
        assert tree(moment) == tree(output), moment
    monkeypatch.setattr(release, "_redo", lambda *_: (_ for _ in ()).throw(PermissionError("not yours")))
    with pytest.raises(PublishError, match=r"interrupted.*run `tinmo publish` to finish it.*not yours"):
        release.settle(moments[0])
    release.settle(output)  # nothing to be done


def kill_at_random(output: Path, memory: Path, files: list[dict[str, str]], times: int) -> None:
    """Fork runs that publish `files` by turns, each killed at a random change of the file system.

    A fork of a process with threads may never end, so this wants a process of its own.
    """
    draw = random.Random(13)
    for turn in range(times):
        left = draw.randrange(1, 70)
        killed = os.fork()
        if not killed:
            signal.alarm(30)  # a run that hangs is a failure, not a wait

            def count(event: str) -> None:
                nonlocal left
                left -= 1
                if not left:
                    os._exit(0)  # as SIGKILL: nothing is cleared away

            with at_each_change(count):
                commit(output, memory, files[turn % len(files)])
            os._exit(0)
        assert os.waitpid(killed, 0)[1] == 0  # killed or done, not failed


def test_killed_a_hundred_times_at_random_it_ends_well(output: Path, tmp_path: Path) -> None:
    """A hundred runs, each killed at a random change of the file system, one after the other upon what is left."""
    wanted = copied(output, tmp_path / "wanted" / "output")
    files = [NEW | {f"page/{n}.html": f"{n}{turn}" for n in range(5)} for turn in range(2)]
    killing = (
        "import json, sys; from pathlib import Path; from tests.test_release import kill_at_random\n"
        "kill_at_random(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3]), 100)"
    )
    command = [sys.executable, "-c", killing, str(output), str(tmp_path / "memory"), json.dumps(files)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=200)
    for found in (output, wanted):
        for chosen in files:
            commit(found, tmp_path / f"memory-{found.parent.name}", chosen)
    assert tree(output) == tree(wanted)


def test_only_files_of_the_last_manifest_are_removed(output: Path, tmp_path: Path) -> None:
    for name in ("static/own.css", "person/own.html", "README.md"):
        (output / name).parent.mkdir(exist_ok=True)
        (output / name).write_text("mine")
    commit(output, tmp_path / "memory", {"records.jsonl": ""})
    assert {"static/own.css", "person/own.html", "README.md"} <= set(files_in(output))
    assert not (output / "person/an.html").exists()
    assert not (output / "event").exists()


def test_a_first_publication_overwrites_nothing_that_is_somebodys_own(tmp_path: Path) -> None:
    (tmp_path / "records.jsonl.txt").write_text("mine")
    (tmp_path / "person").mkdir()
    (tmp_path / "person" / "an.html").write_text("mine")
    with pytest.raises(PublishError, match=r"person/an\.html: is there already"):
        commit(tmp_path, tmp_path / "memory", OLD)
    assert sorted(files_in(tmp_path)) == ["person/an.html", "records.jsonl.txt"]
    assert [*private(tmp_path).iterdir()] == []


def test_the_manifest_can_be_checked_by_sha256sum(output: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "--strict", MANIFEST], cwd=output, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert set(read_manifest(output)) == {"records.jsonl", "person/an.html", "person/binh.html", "stones"}


def test_a_damaged_file_is_put_right_by_the_same_publication(output: Path, tmp_path: Path) -> None:
    before = tree(output)
    (output / "person" / "an.html").write_text("XX")  # as long as it was
    (output / "person" / "binh.html").unlink()
    commit(output, tmp_path / "memory", OLD)
    assert tree(output) == before


def test_what_is_unchanged_is_not_written_again(output: Path, tmp_path: Path) -> None:
    before = {name: (output / name).stat() for name in read_manifest(output)}
    commit(output, tmp_path / "memory", OLD | {"person/an.html": "An khác"})
    touched = {name for name, was in before.items() if (output / name).stat().st_ino != was.st_ino}
    assert touched == {"person/an.html"}


def test_of_two_at_once_the_second_says_who_holds_it_or_waits(output: Path, tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from pipeline.publishing import release\n"
        "with release.opened(Path(sys.argv[1]), Path(sys.argv[2])):\n"
        "    print('in', flush=True); time.sleep(float(sys.argv[3]))"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", script, str(output), str(tmp_path / "m"), "1.5"], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert first.stdout
    assert first.stdout.readline() == b"in\n"
    with pytest.raises(PublishError, match=rf"held by process {first.pid} on \S+ since 20"):
        commit(output, tmp_path / "memory", NEW)
    with locks.holding(state(output), wait=30):
        assert first.wait(10) == 0
    commit(output, tmp_path / "memory", NEW)


def test_a_killed_holder_holds_nothing(output: Path, tmp_path: Path) -> None:
    state(output).mkdir()
    (state(output) / locks.LOCK).write_text('{"pid": 1, "host": "x", "since": "2020"}')
    commit(output, tmp_path / "memory", NEW)
    assert not state(output).exists()


@pytest.mark.parametrize("what", ["disk full", "read-only"])
def test_where_nothing_can_be_written_nothing_is_changed_and_it_says_so(
    output: Path, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(output)
    if what == "disk full":
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
        try:
            with pytest.raises(PublishError, match="publish again"):
                commit(output, tmp_path / "memory", NEW | {"dataset.ttl": "x" * 100_000})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    else:

        def refused(*_: object, **__: object) -> int:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

        with monkeypatch.context() as context:
            context.setattr(os, "open", refused)  # tests may run as root, who may write anywhere
            with pytest.raises(PublishError, match=r"output.*Read-only file system.*mend that"):
                commit(output, tmp_path / "memory", NEW)
        shutil.rmtree(state(output), ignore_errors=True)
    assert tree(output) == before
    commit(output, tmp_path / "memory", NEW)
    assert (output / "records.jsonl").read_text() == NEW["records.jsonl"]


def test_a_lost_or_damaged_memory_only_has_files_read_again(output: Path, tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    for text in (None, "{", json.dumps({"output": "elsewhere", "files": {"records.jsonl": [4, 1, "0"]}})):
        memory.write_text(text) if text is not None else memory.unlink(missing_ok=True)
        assert Remembered(memory, output).digest("records.jsonl") == digest_of(output / "records.jsonl")
    assert Remembered(memory, output).digest("nowhere") is None


def test_every_file_of_the_folder_is_public(output: Path, tmp_path: Path) -> None:
    commit(output, tmp_path / "memory", NEW)
    assert set(files_in(output)) == {*read_manifest(output), MANIFEST}
    assert {name.partition("/")[0] for name in files_in(private(output))} == set(DERIVED)


def as_before(output: Path) -> None:
    """Make a publication what an earlier edition left: store and index in the folder itself."""
    (output / "index.db").write_text("old")
    (private(output) / "store").rename(output / "store")
    (output / "store" / "CURRENT").write_text("old")
    private(output).rmdir()


def test_what_an_earlier_edition_made_is_read_until_the_next_publication_takes_it_away(
    output: Path, tmp_path: Path
) -> None:
    as_before(output)
    assert [place(output, name) for name in DERIVED] == [output / name for name in DERIVED]
    commit(output, tmp_path / "memory", NEW)
    assert [place(output, name) for name in DERIVED] == [private(output) / name for name in DERIVED]
    assert set(files_in(output)) == {*read_manifest(output), MANIFEST}


def test_a_folder_named_as_a_store_that_is_none_is_left_alone(output: Path, tmp_path: Path) -> None:
    (output / "store").mkdir()
    (output / "store" / "own.txt").write_text("mine")
    commit(output, tmp_path / "memory", NEW)
    assert (output / "store" / "own.txt").read_text() == "mine"


def test_a_commit_that_an_earlier_edition_decided_is_done_to_its_end(output: Path) -> None:
    as_before(output)
    stage = output / ".release" / "next"
    for name in ("records.jsonl", "store/CURRENT", "index.db"):
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / name).write_text("new")
    journal = {"put": ["records.jsonl"], "swap": ["store", "index.db"], "remove": ["person/an.html"]}
    (stage.parent / "journal.json").write_text(json.dumps(journal))
    assert release.is_unfinished(output)
    release.recover(output)
    assert not release.is_unfinished(output)
    for path in (output / "records.jsonl", private(output) / "store" / "CURRENT", private(output) / "index.db"):
        assert path.read_text() == "new"
    for name in (".release", "store", "index.db", "person/an.html"):
        assert not (output / name).exists(), name


def test_a_folder_that_is_a_disk_of_its_own_is_refused_before_anything_is_done(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = tree(output), Path.stat

    def elsewhere(path: Path, **how: bool) -> os.stat_result:
        found = real(path, **how)
        return os.stat_result((*found[:2], 99, *found[3:])) if path == private(output) else found

    with monkeypatch.context() as context:
        context.setattr(Path, "stat", elsewhere)
        with pytest.raises(PublishError, match="a file system of its own"):
            commit(output, tmp_path / "memory", NEW)
    assert tree(output) == before
