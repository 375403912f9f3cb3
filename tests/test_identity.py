"""Identity across articles: one thing, one IRI, whatever the order, sharding or number of runs."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from pipeline.commands.archive import run_withdraw
from pipeline.commands.curate import run_explain_entity
from pipeline.commands.review import print_conflicts, run_changed, run_decide, run_review
from pipeline.ground.errors import ArchiveError, PublishError
from pipeline.publishing.authority import entry_document
from pipeline.reading.archive import archive_beside
from pipeline.record.model import Claims
from pipeline.resolution.authority import Authority
from pipeline.resolution.canonical import canonicalise
from pipeline.resolution.decisions import DECISIONS, Decision, Decisions, keep_decisions, read_decided, read_decisions
from pipeline.resolution.keys import Description
from pipeline.workflow.stages import extracted as resolved
from tests.conftest import ANALYSER, KEYS, ROOT, an_article, publish

NEWS = [
    ("2025-06-01", "Ông Trần Văn An, Giám đốc Công an tỉnh Hải Dương, họp với Cục Cảnh sát giao thông (CSGT)."),
    ("2025-06-03", "Đại tá Trần Văn An, Giám đốc Công an tỉnh Hải Dương, nay giữ chức Giám đốc Công an TP Hải Phòng."),
    ("2025-07-02", "Giám đốc Công an thành phố Hải Phòng Trần Văn An chủ trì hội nghị cùng Cục CSGT."),
    ("2025-07-05", "Ông Trần Văn An, Hiệu trưởng Trường THPT Hoa Sen, khai giảng năm học."),
    ("2025-06-20", "Tổng thống Mỹ Donald Trump phát biểu. UBND tỉnh Nghệ An và UBND tỉnh đều ra thông báo."),
    ("2025-06-21", "Ông Trump, Tổng thống Mỹ, trả lời. UBND tỉnh Nghệ An tổ chức hội nghị sáng 21/6."),
    ("2025-06-22", "Ủy ban nhân dân tỉnh Nghệ An đã tổ chức hội nghị sáng 21/6 tại phường Trường Vinh."),
]


def articles() -> list[Claims]:
    return [resolved(an_article(body, f"Tin số {n}", day), ANALYSER) for n, (day, body) in enumerate(NEWS)]


def rows(said: Claims) -> list[tuple[str, str, Description]]:
    return [(said.id, said.datePublished.isoformat(), thing) for thing in KEYS.descriptions(said)]


def settled(shards: list[list[Claims]], decisions: Decisions | None = None, steps: bool = False) -> list[str]:
    authority, decided = Authority(), decisions or Decisions()
    for number, shard in enumerate(shards):
        found = [(a, d, replace(t, keys=decided.keys(t.iri, t.keys))) for doc in shard for a, d, t in rows(doc)]
        authority.add(str(number), "x", found)
        if steps:
            authority.settle()
    authority.settle()
    return [json.dumps(entry_document(entry), ensure_ascii=False) for entry in authority.entries()]


def entry(lines: list[str], name: str) -> dict[str, Any]:
    return next(e for e in map(json.loads, lines) if name in {n["name"] for n in e["names"]})


@pytest.fixture(scope="module")
def together() -> list[str]:
    return settled([articles()])


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_order_sharding_and_runs_do_not_matter(together: list[str], data: st.DataObject) -> None:
    news = data.draw(st.permutations(articles()))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(news)), max_size=4)))
    shards = [news[a:b] for a, b in zip([0, *cuts], [*cuts, len(news)], strict=True)]
    assert settled(shards, steps=data.draw(st.booleans())) == together


def test_adding_the_same_shard_again_changes_nothing(together: list[str]) -> None:
    authority = Authority()
    for _ in range(2):
        authority.add("one", "x", [row for document in articles() for row in rows(document)])
        authority.settle()
    assert [json.dumps(entry_document(e), ensure_ascii=False) for e in authority.entries()] == together


def test_a_removed_shard_leaves_no_trace(together: list[str]) -> None:
    news = articles()
    authority = Authority()
    for number, document in enumerate(news):
        authority.add(str(number), "x", rows(document))
    authority.settle()
    authority.remove("1")
    assert authority.settle() < 40
    left = [json.dumps(entry_document(e), ensure_ascii=False) for e in authority.entries()]
    assert left == settled([[d for n, d in enumerate(news) if n != 1]])


def test_a_stated_move_joins_a_career_and_a_namesake_stays_apart(together: list[str]) -> None:
    people = [e for e in map(json.loads, together) if e["name"] == "Trần Văn An"]
    assert sorted(len(e["articles"]) for e in people) == [1, 3]


def test_short_and_full_forms_of_a_body_are_one(together: list[str]) -> None:
    assert len(entry(together, "Ủy ban nhân dân tỉnh Nghệ An")["articles"]) == 3
    assert len(entry(together, "Cục Cảnh sát giao thông")["articles"]) == 2
    assert len(entry(together, "Công an TP Hải Phòng")["articles"]) == 2


def test_one_office_of_state_joins_a_short_foreign_name(together: list[str]) -> None:
    assert len(entry(together, "Donald Trump")["articles"]) == 2


def test_the_same_event_in_two_articles_is_one(together: list[str]) -> None:
    meetings = [e for e in map(json.loads, together) if e["kind"] == "events" and "2025-06-21" in e["id"]]
    assert [len(e["articles"]) for e in meetings] == [2]


def test_the_iri_seen_first_stays_and_the_others_are_retired(together: list[str]) -> None:
    person = next(e for e in map(json.loads, together) if e["name"] == "Trần Văn An" and len(e["articles"]) == 3)
    assert person["id"] == "person/tran-van-an/giam-doc-cong-an-tinh-hai-duong#id"
    assert person["retired"] == ["person/tran-van-an/giam-doc-cong-an-thanh-pho-hai-phong#id"]


def test_people_decide(together: list[str]) -> None:
    school = "person/tran-van-an/hieu-truong-truong-thpt-hoa-sen#id"
    police = "person/tran-van-an/giam-doc-cong-an-tinh-hai-duong#id"
    same = Decisions([Decision("same", school, police, "An editor", "2026-01-01", "he says so")])
    assert [len(e["articles"]) for e in map(json.loads, settled([articles()], same)) if e["name"] == "Trần Văn An"] == [
        4
    ]
    moved = "person/tran-van-an/giam-doc-cong-an-thanh-pho-hai-phong#id"
    apart = Decisions([Decision("different", moved, police, "An editor", "2026-01-01", "two men")])
    found = [len(e["articles"]) for e in map(json.loads, settled([articles()], apart)) if e["name"] == "Trần Văn An"]
    assert sorted(found) == [1, 1, 2]
    document = articles()[0]
    named = canonicalise(document, {}, Decisions([Decision("name", police, "Trần Văn Ân", "E", "2026-01-01", "w")]))
    assert (named.persons[0].name, named.persons[0].alternateName) == ("Trần Văn Ân", ("Trần Văn An",))
    assert {e.value for e in named.evidence if e.about == police and e.property == "name"} == {"Trần Văn Ân"}
    wrong = canonicalise(articles()[0], {}, Decisions([Decision("wrong", police, "", "E", "2026-01-01", "w")]))
    assert wrong.persons == ()
    assert all(police.removesuffix("#id") not in e.about for e in wrong.evidence)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("equal,a#id,b#id,E,2026-01-01,w", "decision is 'equal'"),
        ("same,a,b#id,E,2026-01-01,w", "subject must be the IRI"),
        ("same,a#id,b,E,2026-01-01,w", "object must be the IRI"),
        ("wrong,a#id,b#id,E,2026-01-01,w", "object must be empty"),
        ("same,a#id,b#id,,2026-01-01,w", "who is empty"),
        ("same,a#id,b#id,E,yesterday,w", "when is 'yesterday'"),
    ],
)
def test_a_bad_decision_is_refused_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(f"decision,subject,object,who,when,why\n{line}\n")
    with pytest.raises(PublishError, match=r"decisions\.csv:2: .*" + says):
        read_decisions(path)


PAIRS = list(csv.DictReader((ROOT / "tests" / "identity_pairs.csv").open(encoding="utf-8")))


def joined(pair: dict[str, str]) -> bool:
    """Whether the two sentences of a pair, as two articles, speak of one thing of that kind and name."""
    lines = settled(
        [[resolved(an_article(pair[side], f"Tin {side}", "2025-06-20"), ANALYSER) for side in ("one", "other")]]
    )
    return any(len(e["articles"]) == 2 for e in map(json.loads, lines) if e["kind"] == pair["kind"])


def test_pairs_of_names_are_joined_with_precision_and_recall() -> None:
    assert len(PAIRS) >= 150
    verdicts = [(pair["verdict"], joined(pair)) for pair in PAIRS]
    right = sum(v == "same" and found for v, found in verdicts)
    wrong = sum(v == "different" and found for v, found in verdicts)
    missed = sum(v == "same" and not found for v, found in verdicts)
    assert right / (right + wrong) >= 0.98, [
        p for p, (v, f) in zip(PAIRS, verdicts, strict=True) if v == "different" and f
    ]
    assert right / (right + missed) >= 0.90, [
        p for p, (v, f) in zip(PAIRS, verdicts, strict=True) if v == "same" and not f
    ]


def lines(*numbers: int) -> str:
    items = [(n, *NEWS[n]) for n in numbers]
    return "".join(
        json.dumps({"id": f"n{n}", "published": day, "title": f"Tin {n}", "text": body}, ensure_ascii=False) + "\n"
        for n, day, body in items
    )


def test_the_dataset_is_the_same_in_one_run_or_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    whole, grown = tmp_path / "whole.jsonl", tmp_path / "grown.jsonl"
    whole.write_text(lines(*range(7)))
    publish(whole, tmp_path / "one", tmp_path / "work1")
    order = list(range(7))
    random.Random(3).shuffle(order)
    for count in (2, 4, 7):
        grown.write_text(lines(*order[:count]))
        publish(grown, tmp_path / "many", tmp_path / "work2")
    for name in ("records.jsonl", "authority.jsonl", "dataset.ttl", "dataset.nq.gz", "dataset.jsonld"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "many" / name).read_bytes(), name


def test_a_withdrawn_article_is_gone_everywhere_and_leaves_tombstones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    source, output = tmp_path / "news.jsonl", tmp_path / "output"
    source.write_text(lines(0, 3))
    stamp = publish(source, output, tmp_path / "work")
    assert stamp["changes"]["articles"] == {"added": 2, "changed": 0, "removed": 0}
    run_withdraw(["n3"], "the school asked for it", "an editor", archive_beside(output), Console(quiet=True))
    stamp = publish(source, output, tmp_path / "work")
    assert stamp["changes"]["articles"]["removed"] == 1
    assert "Hoa Sen" not in (output / "records.jsonl").read_text(encoding="utf-8")
    stones = [json.loads(text) for text in (output / "tombstones.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {s["id"] for s in stones} >= {"organization/truong-thpt-hoa-sen#id"}
    assert "the school asked for it" in {s["why"] for s in stones}
    with pytest.raises(ArchiveError, match="no article 'n9' is kept here"):
        run_withdraw(["n9"], "again", "an editor", archive_beside(output), Console(quiet=True))


def test_a_changed_article_replaces_its_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    source, output = tmp_path / "news.jsonl", tmp_path / "output"
    source.write_text(lines(0))
    publish(source, output, tmp_path / "work")
    source.write_text(lines(0).replace("Trần Văn An", "Trần Văn Bình"))
    stamp = publish(source, output, tmp_path / "work")
    assert stamp["changes"]["articles"]["changed"] == 1
    assert "Trần Văn An" not in (output / "records.jsonl").read_text(encoding="utf-8")


def test_explain_and_review_say_why(tmp_path: Path) -> None:
    source, output = tmp_path / "news.jsonl", tmp_path / "output"
    source.write_text(lines(0, 1, 2, 3))
    publish(source, output, tmp_path / "work")
    out = Console(record=True, width=200)
    run_explain_entity(
        "person/tran-van-an/giam-doc-cong-an-thanh-pho-hai-phong#id", output, archive_beside(output) / DECISIONS, out
    )
    run_review(output, 10, None, out)
    text = out.export_text()
    assert "was retired; it is now" in text
    assert "at:trần văn an|name:công an@" in text
    assert "kept apart from its namesake" in text


def test_an_amending_law_is_linked_with_the_one_it_amends() -> None:
    said = resolved(an_article("Quốc hội thông qua Luật sửa đổi, bổ sung một số điều của Luật Thanh niên."), ANALYSER)
    (law,) = (law for law in said.laws if law.amends)
    assert law.amends == ("eli/vn/luat/2020/57-2020-qh14#id",)
    (shown,) = (e for e in said.evidence if e.property == "amends")
    assert (shown.about, shown.value) == (law.id, "eli/vn/luat/2020/57-2020-qh14#id")
    assert shown.exact == "Luật sửa đổi, bổ sung một số điều của Luật Thanh niên"


def test_a_citation_that_fits_several_documents_stays_unresolved_and_says_so() -> None:
    text = "Việc này theo Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Quốc hội."
    (law,) = (x for x in resolved(an_article(text), ANALYSER).laws if x.candidates)
    assert law.candidates == ("eli/vn/luat/2020/65-2020-qh14#id", "eli/vn/luat/2025/62-2025-qh15#id")
    assert law.source == ()
    (law,) = (x for x in resolved(an_article("Theo Luật Kinh doanh bảo hiểm năm 2022."), ANALYSER).laws if x.identifier)
    assert law.identifier == "08/2022/QH15"


def test_a_law_cited_without_a_year_is_the_one_in_force_on_the_day_of_the_article() -> None:
    (law,) = resolved(an_article("Việc này theo Luật Kinh doanh bảo hiểm."), ANALYSER).laws
    assert (law.id, law.identifier) == ("eli/vn/luat/2022/08-2022-qh15#id", "08/2022/QH15")


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A publication with two men of one name."""
    source, output = tmp_path / "news.jsonl", tmp_path / "output"
    source.write_text(lines(0, 1, 2, 3))
    publish(source, output, tmp_path / "work")
    return output


def filled_in(sheet: Path, subject: str, **cells: str) -> None:
    """Fill in the row of a subject, as an editor does in a table."""
    with sheet.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    for row in found:
        row.update(cells if row["subject"] == subject else {})
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, found[0])
        writer.writeheader()
        writer.writerows(found)


SCHOOL = "person/tran-van-an/hieu-truong-truong-thpt-hoa-sen#id"
POLICE = "person/tran-van-an/giam-doc-cong-an-tinh-hai-duong#id"


def said(run: Any, *arguments: Any) -> str:
    """What a command prints, in a narrow terminal."""
    out = Console(record=True, width=40)
    run(*arguments, out)
    return out.export_text()


def test_a_review_goes_out_as_a_table_and_comes_back_as_decisions_beside_the_publication(
    reviewed: Path, tmp_path: Path
) -> None:
    sheet, kept = tmp_path / "review.csv", archive_beside(reviewed) / DECISIONS
    assert f"\n    {SCHOOL}\n    {POLICE}\n" in said(run_review, reviewed, 10, None)
    run_review(reviewed, 1, sheet, Console(quiet=True))
    filled_in(sheet, SCHOOL, decision="same", why="the school says so")
    assert "1 decisions added" in said(run_decide, reviewed, sheet, kept, "An editor")
    assert "0 decisions added" in said(run_decide, reviewed, sheet, kept, "An editor")
    (decision,) = read_decisions(kept).all
    assert (decision.decision, decision.subject, decision.object, decision.who) == ("same", SCHOOL, POLICE, "An editor")
    assert "NOT APPLIED: they are two; publish again" in said(run_changed, reviewed, kept)
    publish(tmp_path / "news.jsonl", reviewed, tmp_path / "work")
    changed = said(run_changed, reviewed, kept)
    assert f"one, {POLICE}, 4 articles" in changed
    assert f": removed {SCHOOL}" in changed
    assert f": changed {POLICE}" in changed
    assert ": added" not in changed


def test_a_decision_about_what_is_not_published_is_refused_whole(reviewed: Path, tmp_path: Path) -> None:
    sheet, kept = tmp_path / "filled.csv", tmp_path / DECISIONS
    head = "decision,subject,object,who,when,why\n"
    sheet.write_text(f"{head}wrong,{SCHOOL},,E,2026-01-01,w\nwrong,person/nobody#id,,E,2026-01-01,w\n")
    with pytest.raises(PublishError, match=r"has no person/nobody#id; copy subject and object from --csv"):
        run_decide(reviewed, sheet, kept, "E", Console(quiet=True))
    sheet.write_text(f"{head}same,{SCHOOL},,E,2026-01-01,w\n,,,,,\nname,{SCHOOL},An,E,2026-01-01,\n")
    with pytest.raises(PublishError, match=r"(?s)filled\.csv:2: object must.*filled\.csv:4: why is empty"):
        run_decide(reviewed, sheet, kept, "E", Console(quiet=True))
    assert not kept.exists()


def test_of_editors_who_conflict_the_later_holds_and_both_are_named(tmp_path: Path) -> None:
    one = Decision("same", SCHOOL, POLICE, "An editor", "2026-01-01", "one man")
    other = Decision("different", POLICE, SCHOOL, "Another", "2026-01-02", "two men")
    named = Decision("name", POLICE, "Trần Văn Ân", "An editor", "2026-01-03", "his own spelling")
    for order in ([one, other, named], [named, other, one]):
        decided = Decisions(order)
        assert decided.conflicts() == [(one, other)]
        assert (decided.same, decided.apart, decided.names) == ([], {POLICE}, {POLICE: "Trần Văn Ân"})
    path = tmp_path / DECISIONS
    assert keep_decisions(path, [one, other, one]) == 2
    text = said(print_conflicts, path)
    assert f"Conflict: same {SCHOOL} {POLICE} (An editor, 2026-01-01: one man). The later one holds: different" in text


def test_a_publication_without_decisions_of_its_own_has_those_of_the_package(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "none.csv").all == read_decisions().all


HEAD = "decision,subject,object,who,when,why\n"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (HEAD.encode("utf-16"), "save it as CSV in UTF-8"),
        ((HEAD + 'same,"person/a#id,person/b#id,An,2025-06-01,vì\n').encode(), "quotes closed"),
        ((HEAD + "same,person/a b#id,person/c#id,An,2025-06-01,vì\n").encode(), ":2: "),
    ],
    ids=["UTF-16", "an open quote", "an IRI with a space"],
)
def test_a_table_that_cannot_be_read_is_said_in_one_line(tmp_path: Path, data: bytes, why: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes(data)
    for read in (read_decisions, lambda file: read_decided(file, "An", "2025-06-01")):
        with pytest.raises(PublishError) as raised:
            read(path)
        assert str(path) in str(raised.value)
        assert why in str(raised.value)
        assert "\n" not in str(raised.value)
