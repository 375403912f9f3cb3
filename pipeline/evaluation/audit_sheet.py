"""The sheet of an audit, to be answered elsewhere: a CSV table to fill in, or a page that keeps and saves answers.

The page is a file of its own (no network), works with the keyboard alone, keeps answers in the browser as they are
given, and saves them as the CSV that `tinmo audit --read` takes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from pipeline.evaluation.audit import ANSWERS, Answer
from pipeline.evaluation.facts import Fact
from pipeline.ground.files import csv_line, write_lines

SHEET = ("fact", "property", "subject", "value", "sentence", "article", "answer", "note")


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact with its sentences, each as (before, the words of evidence, after)."""

    fact: Fact
    sentences: tuple[tuple[str, str, str], ...]

    @property
    def text(self) -> str:
        """The sentences in one line, the evidence between 【 and 】."""
        return " ‖ ".join(" ".join(f"{a}【{words}】{b}".split()) for a, words, b in self.sentences)


def write_table(path: Path, shown: Iterable[Shown], answers: dict[str, Answer]) -> None:
    """Write the facts as CSV with what was answered so far."""
    write_lines(path, map(csv_line, [SHEET, *(_row(one, answers.get(one.fact.id)) for one in shown)]))


def _row(one: Shown, answer: Answer | None) -> tuple[str, ...]:
    fact = one.fact
    article = " ".join(quote.article for quote in fact.quotes)
    said = (answer.answer, answer.note) if answer else ("", "")
    return fact.id, fact.field, fact.subject, fact.value, one.text, article, *said


def page(shown: Iterable[Shown], answers: dict[str, Answer], title: str) -> str:
    """The page with a form for each fact."""
    forms = "\n".join(_form(n, one, answers.get(one.fact.id)) for n, one in enumerate(shown, 1))
    return _PAGE.replace("{title}", escape(title)).replace("{forms}", forms).replace("{answers}", json.dumps(ANSWERS))


def _form(number: int, one: Shown, answer: Answer | None) -> str:
    fact = one.fact
    given, note = (answer.answer, answer.note) if answer else ("", "")
    quotes = "".join(
        f'<blockquote lang="vi">{escape(a)}<mark>{escape(words)}</mark>{escape(b)}</blockquote>'
        for a, words, b in one.sentences
    )
    return (
        f'<fieldset data-fact="{fact.id}"><legend>{number}. {escape(fact.field)}</legend>'
        f'<p lang="vi"><b>{escape(fact.subject)}</b> → <b>{escape(fact.value)}</b></p>{quotes}'
        f"<p>{''.join(_choice(fact.id, a, a == given) for a in ANSWERS)}"
        f'<label>note <input type="text" name="n-{fact.id}" value="{escape(note)}"></label></p>'
        f"<p><small>{escape(' '.join(q.article for q in fact.quotes))}</small></p></fieldset>"
    )


def _choice(fact: str, answer: str, chosen: bool) -> str:
    checked = " checked" if chosen else ""
    words = "cannot tell" if answer == "unclear" else answer
    return f'<label><input type="radio" name="a-{fact}" value="{answer}"{checked}> {words}</label>'


_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
fieldset { margin: 1rem 0; border: 1px solid #8886; border-radius: .4rem; overflow-wrap: anywhere; }
fieldset:focus-within { outline: 2px solid Highlight; } legend { font-weight: 600; }
fieldset label { margin-right: 1.2rem; }
blockquote { margin: .5rem 0; padding-left: .8rem; border-left: 3px solid #8886; }
#bar { position: sticky; bottom: 0; background: Canvas; border-top: 1px solid #8886; padding: .6rem 0; }
</style></head><body><h1>{title}</h1>
<p>Is what stands in bold true by the marked words and their sentence? Judge the whole fact: one wrong part makes it
wrong. With a choice focused, the keys 1, 2, 3 answer right, wrong, cannot tell and go on to the next fact. Answers
stay in this browser; save them and give the file to <code>tinmo audit --read</code>.</p>
<form id="audit">
{forms}
</form>
<p id="bar"><label>who <input id="who" autocomplete="name" required></label>
<button type="button" id="save">Save answers (CSV)</button> <output id="done" aria-live="polite"></output></p>
<script>
"use strict";
const ANSWERS = {answers};
const sheets = [...document.querySelectorAll("fieldset")];
const key = "tinmo-audit ";
const read = sheet => {
  const chosen = sheet.querySelector("input[type=radio]:checked");
  const note = sheet.querySelector("input[type=text]").value;
  return {fact: sheet.dataset.fact, answer: chosen ? chosen.value : "", note};
};
const count = () => {
  const done = sheets.filter(s => read(s).answer).length;
  document.getElementById("done").value = `${done} of ${sheets.length} answered`;
};
const store = (name, value) => { try { localStorage.setItem(key + name, value); } catch { /* kept by Save alone */ } };
const stored = name => { try { return localStorage.getItem(key + name); } catch { return null; } };
for (const sheet of sheets) {
  const kept = JSON.parse(stored(sheet.dataset.fact) || "null");
  if (kept) {
    const choice = [...sheet.querySelectorAll("input[type=radio]")].find(i => i.value === kept.answer);
    if (choice) choice.checked = true;
    sheet.querySelector("input[type=text]").value = kept.note;
  }
  sheet.addEventListener("change", () => { store(sheet.dataset.fact, JSON.stringify(read(sheet))); count(); });
  sheet.addEventListener("keydown", event => {
    const choice = sheet.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    if (event.target.type !== "radio" || !choice || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choice.click();
    const next = sheets[sheets.indexOf(sheet) + 1];
    if (next) next.querySelector("input[type=radio]").focus();
  });
}
const who = document.getElementById("who");
who.value = stored("who") || "";
who.addEventListener("change", () => store("who", who.value));
const cell = text => '"' + text.replaceAll('"', '""') + '"';
document.getElementById("save").addEventListener("click", () => {
  if (!who.reportValidity()) return;
  const now = new Date();
  const day = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  const rows = sheets.map(read).filter(a => ANSWERS.includes(a.answer));
  const lines = rows.map(a => [a.fact, a.answer, who.value, day, a.note].map(cell).join(","));
  const link = document.createElement("a");
  const text = ["fact,answer,who,when,note", ...lines, ""].join("\\n");
  link.href = URL.createObjectURL(new Blob([text], {type: "text/csv"}));
  link.download = "answers.csv";
  link.click();
});
count();
</script></body></html>
"""
