"""The only module that knows the PDF engine: HTML in, tagged PDF/UA-1 out."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string

from hlp.documents import Progress
from hlp.fonts import PACKED, unpacked
from hlp.models import Partnership

STATIC = Path(settings.BASE_DIR) / "static"
FORM: dict[str, Any] = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}


@dataclass(frozen=True)
class LaidOut:
    """A document with its pages laid out and not yet printed."""

    document: Any

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.document.pages)

    def depth(self, name: str) -> float:
        """How far down its page the element with this id begins: 0 at the upper edge of the paper, 1 at the lower.

        Raises KeyError where there is none.
        """
        page = {anchor: page for page in self.document.pages for anchor in page.anchors}[name]
        return float(page.anchors[name][1] / page.height)

    def printed(self, progress: Progress | None = None) -> bytes:
        """The tagged PDF. Raises ValueError as ``render`` does."""
        tell = progress or _nobody
        tell(45, "Printing")
        with _refusing():
            data = self.document.write_pdf(**FORM)
        tell(90, "Marking the tables for screen readers")
        return _scope_table_headers(data)


def render(
    template: str,
    context: dict[str, Any],
    progress: Progress | None = None,
    *,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """A template that extends ``pdf/base.html`` as a tagged PDF.

    ``pictures`` are JPEGs by the name under which the template asks for them, ``src="picture:12"``.
    Raises ValueError when the template asks for a file outside ``static/`` or a picture that was not given.
    """
    return lay_out(template, context, progress, pictures=pictures).printed(progress)


def lay_out(
    template: str,
    context: dict[str, Any],
    progress: Progress | None = None,
    *,
    pictures: Mapping[str, bytes] | None = None,
) -> LaidOut:
    """The pages of such a template, to be measured before they are printed. Raises ValueError as ``render`` does."""
    from weasyprint import HTML  # takes over a second to import: only the documents worker pays for it

    (progress or _nobody)(20, "Laying out the pages")
    shell = {"partnership": Partnership.current(), "demo": settings.DEMO}
    html = render_to_string(template, {**shell, **context})
    page = HTML(string=html, base_url=STATIC.as_uri() + "/", url_fetcher=_fetcher(pictures or {}))
    with _refusing():
        return LaidOut(page.render(**FORM))


def _nobody(percent: int, stage: str) -> None:
    """Nobody waits for this document."""


@contextmanager
def _refusing() -> Iterator[None]:
    """The engine's refusal of an address as a ValueError."""
    from weasyprint.urls import FatalURLFetchingError

    try:
        yield
    except FatalURLFetchingError as error:
        raise ValueError(str(error)) from error


def check_address(url: str) -> Path:
    """The file that an address names. Raises ValueError unless it is one of the project's own static files."""
    parsed = urlparse(url)
    path = Path(unquote(parsed.path)).resolve()
    if parsed.scheme != "file" or not path.is_relative_to(STATIC.resolve()):
        raise ValueError(f"a document may fetch static files only, not {url[:100]}")
    return path


def _fetcher(pictures: Mapping[str, bytes]) -> Any:
    """Hands the engine our own static files and these pictures; anything else, or a missing one, stops the printing."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OnlyStatic(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                if url.startswith("picture:"):
                    return URLFetcherResponse(url, _picture(pictures, url), {"Content-Type": "image/jpeg"})
                path = check_address(url)
                if path.suffix == PACKED:
                    # The engine would unpack it anew for each document.
                    return URLFetcherResponse(url, unpacked(path).read_bytes(), {"Content-Type": "font/ttf"})
                return super().fetch(url, headers)
            except Exception as error:
                # The engine swallows everything else and prints without the font or the picture.
                raise FatalURLFetchingError(str(error)) from error

    return OnlyStatic()


def _picture(pictures: Mapping[str, bytes], url: str) -> bytes:
    """The picture that an address names. Raises ValueError where it was not given."""
    name = url.removeprefix("picture:")
    if name not in pictures:
        raise ValueError(f"no picture {name} was given to this document")
    return pictures[name]


def _scope_table_headers(data: bytes) -> bytes:
    """Say of each table header whether it heads a column or a row; WeasyPrint 70 leaves that out."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        if root is not None:
            _walk(root, "/Row")
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _walk(node: Any, scope: str) -> None:
    kind = node.get("/S") if isinstance(node, pikepdf.Dictionary) else None
    if kind == "/THead":
        scope = "/Column"
    elif kind == "/TBody":
        scope = "/Row"
    if kind == "/TH":
        node.A = pikepdf.Dictionary(O=pikepdf.Name("/Table"), Scope=pikepdf.Name(scope))
    kids = node.get("/K") if isinstance(node, pikepdf.Dictionary) else None
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            _walk(kid, scope)
