"""The only module that knows the PDF engine: HTML in, tagged PDF/UA-1 out."""

import io
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string

from hlp.documents import Progress
from hlp.models import Partnership

STATIC = Path(settings.BASE_DIR) / "static"


def render(template: str, context: dict[str, Any], progress: Progress | None = None) -> bytes:
    """A template that extends ``pdf/base.html`` as a tagged PDF.

    Raises ValueError when the template asks for a file outside ``static/``.
    """
    from weasyprint import HTML  # takes over a second to import: only the documents worker pays for it
    from weasyprint.urls import FatalURLFetchingError

    tell = progress or (lambda percent, stage: None)
    tell(20, "Laying out the pages")
    shell = {"partnership": Partnership.current(), "demo": settings.DEMO}
    html = render_to_string(template, {**shell, **context})
    page = HTML(string=html, base_url=STATIC.as_uri() + "/", url_fetcher=_fetcher())
    tell(45, "Printing")
    try:
        data = page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    except FatalURLFetchingError as error:
        raise ValueError(str(error)) from error
    tell(90, "Marking the tables for screen readers")
    return _scope_table_headers(data)


def check_address(url: str) -> None:
    """Raise ValueError unless the address is one of the project's own static files."""
    parsed = urlparse(url)
    path = Path(unquote(parsed.path)).resolve()
    if parsed.scheme != "file" or not path.is_relative_to(STATIC.resolve()):
        raise ValueError(f"a document may fetch static files only, not {url[:100]}")


def _fetcher() -> Any:
    """Hands the engine our own static files; anything else, or a missing file, stops the printing."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class OnlyStatic(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                check_address(url)
                return super().fetch(url, headers)
            except Exception as error:
                # The engine swallows everything else and prints without the font or the picture.
                raise FatalURLFetchingError(str(error)) from error

    return OnlyStatic()


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
