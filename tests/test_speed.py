"""What is promised of speed is measured by bench/speed.py; no test says how fast it has to be."""

import importlib
import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).parent.parent
SCRIPT = str(ROOT / "bench" / "speed.py")
CHART = str(ROOT / "docs" / "draw_speed.py")

SENTENCE = "The ferry crossed slowly while children counted barges under grey autumn light."


def tiny_book(folder: Path) -> Path:
    """A book of three short chapters."""
    (folder / "manuscript").mkdir(parents=True)
    (folder / "metadata.yaml").write_text("title: The Ferry\nlanguage: en\n", "utf-8")
    chapters = (
        f"# Crossing {word}\n\n{SENTENCE}\n\n{SENTENCE}" for word in ("one", "two", "three")
    )
    (folder / "manuscript" / "manuscript.md").write_text("\n\n".join(chapters) + "\n", "utf-8")
    return folder


@pytest.mark.slow
def test_a_run_measures_and_its_results_become_a_chart(tmp_path: Path) -> None:
    book, results = tiny_book(tmp_path / "ferry"), tmp_path / "speed.json"
    options = ["--only", "1,2,3,5", "--pages", "9", "--growth-to", "50", "--rounds", "1"]
    command = [sys.executable, SCRIPT, str(book), *options, "--results", str(results)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr

    text = results.read_text("utf-8")
    told = json.loads(text)
    assert {figure["measurement"] for figure in told["figures"]} == {1, 2, 3, 5}
    assert all(figure["value"] > 0 for figure in told["figures"])
    assert all(figure["name"] in done.stdout for figure in told["figures"])
    assert all("within" in figure for figure in told["figures"] if "limit" in figure)
    assert str(tmp_path) not in text
    assert platform.node() not in text

    chart = tmp_path / "speed.svg"
    subprocess.run([sys.executable, CHART, str(results), str(chart)], check=True)
    words = {element.text for element in etree.parse(chart).iter()}
    assert {figure["name"] for figure in told["figures"] if "limit" in figure} <= words


def test_a_word_of_the_long_book_is_another_one_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT / "bench")
    long_book = importlib.import_module("long_book")
    long_book.write(tiny_book(tmp_path / "ferry"), tmp_path / "long", 2.5)
    text = tmp_path / "long" / "manuscript" / "manuscript.md"
    seen = [text.read_text("utf-8")]
    for _ in range(7):
        long_book.change_a_word(tmp_path / "long")
        seen.append(text.read_text("utf-8"))
        before, after = (one.split(" ") for one in seen[-2:])
        assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_a_figure_tells_how_much_of_its_limit_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "bench")
    figures = importlib.import_module("figures")
    slow = figures.Figure(3, "doit", 0.75, limit=figures.Limit(0.5, "value"))
    fast = figures.Figure(1, "print", 20.0, ratio=2.0, limit=figures.Limit(1.8, kind="at least"))
    assert (slow.share, slow.is_within) == (1.5, False)
    assert (fast.share, fast.is_within) == (0.9, True)
    assert slow.line().endswith("[at most 0.5 s: MISSED]")
    assert fast.line().endswith("[at least 1.8: within]")
