"""What the reconciliation service says in words, in Vietnamese and English."""

from __future__ import annotations

from pipeline.record.kinds import Label

SERVICE = Label("đối chiếu tên với dữ liệu", "reconciliation")
FORMER = Label("nguyên", "former")
SINCE, UNTIL = Label("từ", "since"), Label("đến", "until")
HELD = Label("Các cơ quan đã giữ chức vụ", "Bodies of offices held")
NAMES = Label("Mọi tên báo gọi", "All names that articles call it by")
OFFICES = Label("Mọi chức vụ, theo lời báo", "All offices, in the newspapers' words")
