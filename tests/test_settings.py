"""Settings: read from the environment at the door, handed down from there; a wrong value is one line that names it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

import pytest

from pipeline.ground.errors import SettingsError
from pipeline.ground.settings import Settings
from pipeline.workflow.door import settings_of
from tests.conftest import ROOT

DOORS = {
    "cli.py", "commands/doctor.py", "commands/evaluate.py", "commands/explain.py", "commands/extract.py",
    "commands/train.py", "commands/train_events.py", "server/app.py", "workflow/door.py",
}  # fmt: skip
"""Where Settings() is made: commands, the workflow's door, the application as a server process makes it."""

READERS = {"ground/clock.py", "server/engines.py"}
"""Where variables of somebody else's standard are read: SOURCE_DATE_EPOCH; what an engine's process needs to start."""


def test_each_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "BASE": "http://a.example/x/",
        "PUBLISH_CONTENT": "1",
        "MIN_CONFIDENCE": "0.5",
        "PUBLISHER": "Báo A",
        "RECOGNISERS": "one two:PERSON",
        "LICENCE": "https://l.example/",
        "TILES": "https://t.example/",
        "SITE": "0",
        "RECOGNITION": "grammar",
        "QUOTED_SHARE": "0.2",
        "REPORT": "mailto:a@b.example",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"TINMO_{name}", value)
    assert Settings().model_dump() == {
        "base": "http://a.example/x/",
        "publish_content": True,
        "min_confidence": 0.5,
        "publisher": "Báo A",
        "recognisers": ("one", "two:PERSON"),
        "licence": "https://l.example/",
        "tiles": "https://t.example/",
        "site": False,
        "recognition": "grammar",
        "quoted_share": 0.2,
        "report": "mailto:a@b.example",
    }


def test_an_empty_variable_is_the_default_and_a_given_value_goes_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINMO_PUBLISH_CONTENT", "")
    monkeypatch.setenv("TINMO_MIN_CONFIDENCE", "0.9")
    assert Settings().publish_content is False
    assert Settings(min_confidence=0.2).min_confidence == 0.2


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("BASE", "foo", "TINMO_BASE='foo': it must be an http(s) address that ends in '/'"),
        ("BASE", "http://a b/", "TINMO_BASE='http://a b/': it is no IRI"),
        ("BASE", "http://a.example/?x/", "TINMO_BASE='http://a.example/?x/': it must have no '?' or '#'"),
        ("LICENCE", "free for all", "TINMO_LICENCE='free for all': it is no IRI"),
        ("MIN_CONFIDENCE", "high", "TINMO_MIN_CONFIDENCE='high': input should be a valid number"),
        ("MIN_CONFIDENCE", "7", "TINMO_MIN_CONFIDENCE='7': input should be less than or equal to 1"),
        ("RECOGNITION", "magic", "TINMO_RECOGNITION='magic': input should be 'model' or 'grammar'"),
        ("SITE", "maybe", "TINMO_SITE='maybe': input should be a valid boolean"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, why: str) -> None:
    monkeypatch.setenv(f"TINMO_{name}", value)
    with pytest.raises(SettingsError) as raised:
        Settings()
    assert str(raised.value).startswith(why)


def test_on_the_command_line_a_wrong_setting_is_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "publish"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TINMO_BASE": "foo"},
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["tinmo: TINMO_BASE='foo': it must be an http(s) address that ends in '/'"]


def test_settings_that_a_task_is_handed_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    handed = Settings(min_confidence=0.7).model_dump_json()
    monkeypatch.setenv("TINMO_MIN_CONFIDENCE", "0.1")
    assert settings_of(handed).min_confidence == 0.7
    assert settings_of("").min_confidence == 0.1


def test_only_the_doors_make_settings_and_nothing_else_reads_the_environment() -> None:
    made, read = set(), set()
    for path in (ROOT / "pipeline").rglob("*.py"):
        name = path.relative_to(ROOT / "pipeline").as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Settings":
                made.add(name)
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "putenv"}:
                read.add(name)
    assert made <= DOORS
    assert read <= READERS
