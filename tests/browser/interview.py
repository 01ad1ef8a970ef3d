"""The teacher's page in a real browser: `make browser-test`. Not part of the usual run: it needs Chromium.

Picks a disease, asks three questions and reveals the record, by keyboard alone; nothing may be asked of another host,
nothing may be logged as an error. Screenshots are written to the folder named as the only argument.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
QUESTIONS = ("What brings you in?", "When did it start?", "Have you had a fever?")
PATIENCE = 120_000.0  # milliseconds: the first patient of a specification takes a while on a busy machine


@contextmanager
def served(*specs: str, **environment: str) -> Iterator[str]:
    command = [sys.executable, "-c", "from pzdsl.cli.main import main; main()", "serve", *specs, "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        text = ""
        while not (match := re.search(r"(http://127\.0\.0\.1:\d+)/v1", text)):
            line = process.stdout.readline()
            assert line, "the server did not start"
            text += line
        yield match[1]
    finally:
        process.terminate()
        assert process.wait(30) == 0


def interview_by_keyboard(page: Page, url: str) -> None:
    """Never touches a mouse: what has the focus is what the keyboard reaches."""
    page.goto(url)
    disease = page.get_by_label("Disease")
    expect(disease).to_be_focused(timeout=PATIENCE)
    page.keyboard.type("Comm")  # a list is searched by typing
    assert "pneumonia" in str(disease.input_value())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens `one particular patient`
    page.keyboard.press("Tab")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    question = page.get_by_label("Your question")
    expect(question).to_be_focused(timeout=PATIENCE)
    log = page.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"
    for asked, text in enumerate(QUESTIONS, 1):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(log.locator("li")).to_have_count(1 + 2 * asked, timeout=PATIENCE)
        expect(question).to_be_focused()
        expect(question).to_have_value("")


def reveal_by_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")  # Ask
    page.keyboard.press("Tab")  # Reveal
    expect(page.get_by_role("button", name="Reveal the record")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Behind the interview")).to_be_focused(timeout=PATIENCE)
    expect(page.get_by_role("tabpanel")).to_contain_text("White blood cell count")
    page.keyboard.press("Tab")
    for name, text in (("Memory", "From the record"), ("Verdicts", "At the opening")):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=name)).to_be_focused()
        expect(page.get_by_role("tabpanel")).to_contain_text(text)
    page.keyboard.press("Home")
    expect(page.get_by_role("tab", name="Record")).to_be_focused()


def contrast(page: Page) -> list[str]:
    """Texts whose contrast with what is behind them is below 4.5 to 1."""
    found: list[str] = page.evaluate("""() => {
      const parse = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
      const part = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
      const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
      const behind = (node) => {
        for (; node; node = node.parentElement) {
          const color = parse(getComputedStyle(node).backgroundColor);
          if (color.length === 3 || color[3] > 0) return color;
        }
        return [255, 255, 255];
      };
      const bad = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !node.checkVisibility() || node.closest("option, script")) continue;
        const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) bad.push(`${ratio.toFixed(2)} ${node.tagName} ${walker.currentNode.data.trim().slice(0, 40)}`);
      }
      return bad;
    }""")
    return found


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with served("specs") as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium") or "/usr/bin/chromium", args=["--no-sandbox"]
        )
        for name, width, scheme in (("wide", 1100, "light"), ("narrow", 360, "dark")):
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            asked: list[str] = []
            errors: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.on("console", lambda line, errors=errors: errors.append(line.text) if line.type == "error" else None)
            page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
            page.goto(url)
            expect(page.get_by_label("Disease")).to_be_focused(timeout=PATIENCE)
            page.screenshot(path=folder / f"{name}-1-pick.png")
            interview_by_keyboard(page, url)
            page.screenshot(path=folder / f"{name}-2-interview.png")
            low = contrast(page)
            reveal_by_keyboard(page)
            low += contrast(page)
            page.screenshot(path=folder / f"{name}-3-record.png", full_page=True)
            for tab in ("Memory", "Verdicts"):
                page.keyboard.press("ArrowRight")
                low += contrast(page)
                page.screenshot(path=folder / f"{name}-4-{tab.lower()}.png", full_page=True)
            assert low == [], low
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
            host = urlsplit(url).netloc
            outside = [address for address in asked if urlsplit(address).netloc != host]
            assert outside == [], outside
            assert errors == [], errors
            print(f"{name}: {len(asked)} requests, all to {host}; keyboard alone; no errors")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
