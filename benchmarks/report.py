"""Figures side by side, as a table for people and as JSON."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Goal:
    """What a figure of Paddock should be, by the figures beside it."""

    words: str
    is_met: Callable[[dict[str, float]], bool]


@dataclass
class Row:
    """One thing, measured for several systems, several times each."""

    scenario: str
    what: str
    unit: str
    samples: dict[str, list[float]] = field(default_factory=dict)
    goal: Goal | None = None
    # Whose figure is divided by whose.
    ours: str = "Paddock"
    baseline: str = "nginx"

    def add(self, system: str, value: float) -> None:
        self.samples.setdefault(system, []).append(value)

    @property
    def medians(self) -> dict[str, float]:
        return {system: statistics.median(values) for system, values in self.samples.items()}

    @property
    def ratio(self) -> float | None:
        """Our figure by the one that it is compared with."""
        medians = self.medians
        if self.ours not in medians or not medians.get(self.baseline):
            return None
        return medians[self.ours] / medians[self.baseline]

    @property
    def verdict(self) -> str:
        if not self.goal:
            return ""
        try:
            return f"{self.goal.words}: {'yes' if self.goal.is_met(self.medians) else '**no**'}"
        except KeyError as missing:
            return f"{self.goal.words}: {missing.args[0]} is missing"


class Report:
    def __init__(self, facts: dict[str, str]) -> None:
        self.facts = facts
        self.titles: dict[str, str] = {}
        self.rows: list[Row] = []
        self.notes: list[str] = []

    def row(self, scenario: str, what: str, unit: str, goal: Goal | None = None, **compared: str) -> Row:
        """A new row; it is shown when something has been measured."""
        self.rows.append(Row(scenario, what, unit, goal=goal, **compared))
        return self.rows[-1]

    def markdown(self) -> str:
        lines = [f"- {name}: {value}" for name, value in self.facts.items()]
        lines += [f"- {note}" for note in self.notes]
        for scenario, title in self.titles.items():
            rows = [row for row in self.rows if row.scenario == scenario and row.samples]
            if rows:
                lines += ["", f"## {scenario}. {title}", "", *table(rows)]
        return "\n".join(lines) + "\n"

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "results.md").write_text(self.markdown())
        rows = [
            {"scenario": row.scenario, "what": row.what, "unit": row.unit, "medians": row.medians, "ratio": row.ratio,
             "baseline": row.baseline, "goal": row.verdict, "samples": row.samples}
            for row in self.rows
        ]
        content = {"facts": self.facts, "notes": self.notes, "rows": rows}
        (folder / "results.json").write_text(json.dumps(content, indent=1) + "\n")

    def write_into(self, document: Path) -> None:
        """Puts the tables between the marks of a document."""
        before, _, rest = document.read_text().partition("<!-- figures")
        mark, _, rest = rest.partition("-->")
        _, end, after = rest.partition("<!-- end of figures")
        tables = self.markdown().replace("\n## ", "\n### ")
        document.write_text(f"{before}<!-- figures{mark}-->\n{tables}{end}{after}")


def table(rows: list[Row]) -> list[str]:
    systems = list(dict.fromkeys(system for row in rows for system in row.samples))
    head = ["", "unit", *systems, "ratio", "goal"]
    lines = [f"| {' | '.join(head)} |", f"| --- | --- |{' ---: |' * (len(systems) + 1)} --- |"]
    for row in rows:
        medians = row.medians
        values = [number(medians[system]) if system in medians else "" for system in systems]
        ratio = f"{row.ratio:.2f} × {row.baseline}" if row.ratio else ""
        lines.append(f"| {' | '.join([row.what, row.unit, *values, ratio, row.verdict])} |")
    return lines


def number(value: float) -> str:
    """Three digits that count."""
    if value == 0:
        return "0"
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f}" if abs(value) >= 0.1 else f"{value:.3g}"
