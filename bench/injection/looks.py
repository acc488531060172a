"""What an attack does to what people look at: documents, a terminal, the page in a browser. Each fault in a line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page
from stage import Outcome

from reflect.conversation import Conversation

# Text with which nothing may happen but that it is shown.
_ALIVE = re.compile("[\u202a-\u202e\U000e0000-\U000e007f]")
_HEADINGS = ("Piles", "My lines", "What the hours are for", "Next step")
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_PATIENCE = 60_000


def faults_of_text(outcome: Outcome) -> Iterator[str]:
    """What is wrong with documents, printed lines and files."""
    for name, text in outcome.documents.items():
        yield from (f"{name}: {fault}" for fault in (_markup(name, text) if name.endswith(".md") else _alive(text)))
    for command, text in outcome.terminal.items():
        yield from (f"`reflect {command}` prints {fault}" for fault in _alive(text))
    for path in outcome.files:
        if not path.resolve().is_relative_to(path.parents[0].resolve()) or path.parent.name != "out":
            yield f"a file is written outside its folder: {path}"


def _alive(text: str) -> Iterator[str]:
    """Characters that a terminal or a reader's program would act upon."""
    bad = {one for one in text if (unicodedata.category(one) == "Cc" and one not in "\n\t") or _ALIVE.match(one)}
    if bad:
        yield "live characters: " + " ".join(f"U+{ord(one):04X}" for one in sorted(bad)[:5])


def _markup(name: str, text: str) -> Iterator[str]:
    """Markup in a document that reflect didn't put there."""
    yield from _alive(text)
    tokens = _MARKDOWN.parse(text)
    kinds = Counter(token.type for token in tokens)
    inline = Counter(child.type for token in tokens for child in token.children or ())
    for kind in ("html_block", "fence", "code_block", "ordered_list_open"):
        if kinds[kind]:
            yield f"{kind} in a document"
    for kind in ("html_inline", "image", "link_open", "code_inline", "s_open"):
        if inline[kind]:
            yield f"{kind} in a document"
    headings = [
        (token.tag, tokens[place + 1].content) for place, token in enumerate(tokens) if token.type == "heading_open"
    ]
    if sum(tag == "h1" for tag, _ in headings) > 1 or any(tag not in ("h1", "h2") for tag, _ in headings):
        yield f"a heading that isn't reflect's: {[content[:40] for _, content in headings]}"
    if name.startswith("session-"):
        others = [content for tag, content in headings if tag == "h2"]
        if any(content not in _HEADINGS for content in others) or len(set(others)) < len(others):
            yield f"a heading that isn't reflect's: {others}"
        for kind in ("bullet_list_open", "hr", "blockquote_open"):
            if kinds[kind]:
                yield f"{kind} in a transcript"
        if kinds["table_open"] > 2:
            yield "a table that isn't reflect's"


# ---- the page ------------------------------------------------------------------------------------------------------

# Every element with its attributes, apart for the talk, the worksheet and the rest.
_SIGNATURE = """() => {
  const found = new Set();
  const regions = [['.conversation .message', 'talk'], ['#sheet', 'sheet'], ['.toast-wrap', 'toast'],
    ['header.top', 'top'], ['.pickers', 'pickers']];
  const telling = ['href', 'src', 'srcset', 'style', 'action', 'poster', 'srcdoc', 'data', 'background', 'formaction',
    'xlink:href', 'autofocus', 'http-equiv'];
  for (const one of document.querySelectorAll('body *, head base, head meta[http-equiv]')) {
    const region = regions.find(([selector]) => one.closest(selector));
    if (!region && !['base', 'meta', 'iframe', 'object', 'embed'].includes(one.localName)) continue;
    const where = region ? region[1] : 'page';
    found.add(`${where}: <${one.localName}>`);
    for (const {name} of one.attributes)
      if (name.startsWith('on') || telling.includes(name)) found.add(`${where}: <${one.localName} ${name}>`);
  }
  return [...found];
}"""
_OUTWARD = r"""() => {
  const at = one => one.href || one.action || one.currentSrc || one.src || one.srcset || one.poster || '';
  const here = url => url.startsWith(location.origin) || /^(data:font|blob:|[/.#])/.test(url);
  const all = 'a[href], area[href], form[action], [src], [srcset], [poster], link[href]';
  return [...document.querySelectorAll(all)].map(at).filter(url => typeof url === 'string' && url && !here(url));
}"""


class Window:
    """A page of reflect in a browser, with everything noted that it asks for and that happens in it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._noted: list[str] = []
        page.on("request", lambda request: self._note_request(request.url))
        page.on("dialog", lambda dialog: (self._noted.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: self._noted.append(f"an error: {str(error)[:100]}"))
        page.on("popup", lambda popup: self._noted.append(f"a window: {popup.url}"))

    def _note_request(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1", "http://localhost", "data:", "blob:")):
            self._noted.append(f"asks for {url[:100]}")

    def open(self, address: str) -> None:
        """Open the page."""
        self._page.goto(address)
        self._page.locator(".conversation .bot").first.wait_for(timeout=_PATIENCE)

    def close(self) -> None:
        """Close it."""
        self._page.close()

    def begin_anew(self, turns: int) -> None:
        """Click the button, and wait until so many turns are there."""
        self._page.get_by_role("button", name="Begin anew").click()
        self._page.wait_for_function(
            "turns => document.querySelectorAll('.conversation .bot.message').length >= turns",
            arg=turns,
            timeout=_PATIENCE,
        )
        self._page.wait_for_timeout(150)

    def signature(self) -> set[str]:
        """Which elements there are, with the attributes that matter."""
        return set(self._page.evaluate(_SIGNATURE))

    def faults(self, known: set[str]) -> list[str]:
        """What is wrong with what is shown now, given the elements that belong there."""
        hurt = self._page.evaluate("window.hurt")
        found = [*self._noted, *([f"a script ran: {hurt}"] if hurt is not None else [])]
        found += [f"an element: {one}" for one in sorted(self.signature() - known)]
        found += [f"a link outwards: {url[:100]}" for url in self._page.evaluate(_OUTWARD)]
        if self._page.title() != "reflect":
            found.append(f"the title changed: {self._page.title()!r}")
        self._noted.clear()
        self._page.evaluate("() => { delete window.hurt }")
        return list(dict.fromkeys(found))


class Screen:
    """Shows talks on the real page, one after the other.

    Attributes:
        shown: The talk that the page opens when it is loaded or begun anew.
    """

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 900})
        self._known: set[str] = set()
        self._windows: dict[str, tuple[Window, Any]] = {}
        self.shown: Conversation | None = None

    def learn(self, outcome: Outcome) -> None:
        """Take the elements of a harmless talk for those that belong there."""
        window = self._show(outcome)
        self._known |= window.signature()
        window.faults(self._known)

    def faults(self, outcome: Outcome) -> list[str]:
        """What is wrong with how the talk looks."""
        return [] if outcome.conversation is None else self._show(outcome).faults(self._known)

    def close(self) -> None:
        """Close the windows and stop serving."""
        for _, server in self._windows.values():
            server.close(verbose=False)
        self._context.close()

    def _show(self, outcome: Outcome) -> Window:
        self.shown = outcome.conversation
        key = outcome.reflect.team_file if outcome.reflect else ""
        if key not in self._windows:
            # Only the example's page is shown more than once.
            for other in self._windows.keys() - {"harbor"}:
                window, server = self._windows.pop(other)
                window.close()
                server.close(verbose=False)
            self._windows[key] = self._serve(outcome)
        window, _ = self._windows[key]
        window.begin_anew(len(outcome.turns))
        return window

    def _serve(self, outcome: Outcome) -> tuple[Window, Any]:
        import gradio as gr

        from reflect.web.page import build_page, serve

        reflect = outcome.reflect
        reflect.session = lambda *_, **__: self.shown  # type: ignore[union-attr,method-assign,assignment,return-value]
        reflect.settings = reflect.settings.model_copy(update={"port": 0})  # type: ignore[union-attr]
        page: gr.Blocks = build_page(reflect)  # type: ignore[arg-type]
        _, address = serve(page, reflect, open_browser=False, block=False)  # type: ignore[arg-type]
        window = Window(self._context.new_page())
        window.open(address)
        return window, page


@contextmanager
def screen() -> Iterator[Screen | None]:
    """A screen, or None where there is no browser."""
    import shutil

    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP *.example ~NOTFOUND"],
        )
        shown = Screen(browser)
        try:
            yield shown
        finally:
            shown.close()
            browser.close()
