"""HTML read as a browser reads it: elements with their attributes, text, scripts and styles."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "br"}


class Parsed(HTMLParser):
    """A parsed page.

    Attributes:
        elements: tag and attributes of every element, in order.
        scripts: attributes and source of every script.
        styles: every style sheet.
        words: everything that can be read, with single spaces.
        unclosed: elements that are open at the end.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[str] = []
        self.unclosed: list[str] = []
        self._words: list[str] = []
        self.feed(html)
        self.close()
        self.words = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.unclosed.pop() == tag

    def handle_data(self, data):
        inside = self.unclosed[-1] if self.unclosed else ""
        if inside == "script":
            self.scripts.append((self.elements[-1][1], data))
        elif inside == "style":
            self.styles.append(data)
        else:
            self._words.append(data)

    def of(self, tag):
        """The attributes of every element of this kind."""
        return [attributes for name, attributes in self.elements if name == tag]
