"""The reference of the documentation site has all that there is, and its menu all pages."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest
import typer
import yaml

from pipeline.cli import app
from pipeline.ground.rules import RULES
from pipeline.ground.settings import Settings
from pipeline.server.openapi.document import document
from pipeline.site.columns import COLUMNS
from tests.conftest import ROOT
from tests.services import needs_package


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "docs" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@needs_package("mkdocs")
def test_the_reference_has_every_command_setting_rule_column_and_address(reference: ModuleType) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    wanted = {
        "commands": [f"## tinmo {name}" for name in commands],
        "settings": [f"`TINMO_{name.upper()}`" for name in Settings.model_fields],
        "rules": [f"## {name}" for name in RULES],
        "tables": [f"`{column.name}`" for columns in COLUMNS.values() for column in columns],
        "http": [f" {path}`" for path in document(Settings())["paths"]],
    }
    for name, parts in wanted.items():
        page = reference.page(name)
        assert len(parts) > 10
        assert [part for part in parts if part not in page] == [], name
    assert all(cell.strip() for cell in re.findall(r"\| ([^|]*) \|$", reference.page("settings"), re.M))


@needs_package("mkdocs")
def test_the_menu_has_every_page(reference: ModuleType) -> None:
    menu = str(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"])
    pages = [path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")]
    pages = [page for page in pages if not page.startswith("queries/sample/")]
    pages += [f"reference/{name}.md" for name in reference.PAGES]
    assert [page for page in pages if f"'{page}'" not in menu] == []
