"""Pages that need no sign-in: the same for everybody who reads them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache

from hlp.adapters import client_ip
from hlp.choices import PageKind
from hlp.forms.site import EnquiryForm
from hlp.models import Partnership
from hlp.site import enquiries, offers, pictures, reading
from hlp.site.defaults import BY_SLUG
from hlp.site.metadata import Meta, absolute, crumbs, organization
from hlp.site.serving import public

NEWS_A_PAGE = 10
NEWS_AT_HOME = 3
WEEK = 7 * 24 * 3600


@public
def public_home(request: HttpRequest) -> HttpResponse:
    """The first page of the site: what the partnership is, where its members are, what is new."""
    page, partnership = _page("home"), Partnership.current()
    facts = {"@type": "WebSite", "name": partnership.name, "url": absolute("/")}
    meta = Meta(page.title, page.summary, page.href, data=[organization(partnership), facts])
    context = {
        "page": page,
        "partnership": partnership,
        "meta": meta,
        "hero": offers.panels("home-hero", request),
        "panels": offers.panels("home", request),
        "news": reading.latest_news()[:NEWS_AT_HOME],
    }
    return render(request, "hlp/public/home.html", context)


@public
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of text, with what the rooms show on it."""
    found = reading.read_page(slug)
    if found is None:
        return _moved(PageKind.PAGE, slug)
    if found.href != request.path:
        return redirect(found.href, permanent=True)
    return render(request, "hlp/public/page.html", page_context(request, found))


def page_context(request: HttpRequest, found: reading.Shown) -> dict[str, Any]:
    """What the template of a page of text shows."""
    return {
        "page": found,
        "meta": _meta(found, crumbs(("Home", "/"), (found.title, found.href))),
        "panels": offers.panels(found.slug, request),
        "empty": BY_SLUG[found.slug].empty if found.slug in BY_SLUG else "",
    }


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "hlp/public/page.html", page_context(request, _page("accessibility")))


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice."""
    return render(request, "hlp/public/page.html", page_context(request, _page("privacy")))


@public
def news_list(request: HttpRequest) -> HttpResponse:
    """All news, newest first."""
    pages = Paginator(reading.latest_news(), NEWS_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    path = request.path if shown.number == 1 else f"{request.path}?page={shown.number}"
    title = "News" if shown.number == 1 else f"News, page {shown.number}"
    words = "What the partnership and its schools are doing: projects, training, decisions and people."
    return render(request, "hlp/public/news_list.html", {"page": shown, "meta": Meta(title, words, path)})


@public
def news_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One piece of news."""
    found = reading.read_news(slug)
    if found is None:
        return _moved(PageKind.NEWS, slug)
    return render(request, "hlp/public/news_detail.html", news_context(found))


def news_context(found: reading.Shown) -> dict[str, Any]:
    """What the template of a piece of news shows."""
    others = [other for other in reading.latest_news() if other.slug != found.slug]
    trail = crumbs(("Home", "/"), ("News", reverse("hlp:news-list")), (found.title, found.href))
    return {"page": found, "meta": _meta(found, trail, kind="article"), "others": others[:NEWS_AT_HOME]}


@login_not_required
def picture(request: HttpRequest, pk: int, width: int) -> HttpResponse:
    """One size of a picture: for everybody where it stands on the site, before that for the Director."""
    data = pictures.read_size(pk, width)
    caching = f"public, max-age={WEEK}, immutable"
    if data is None and request.user.is_authenticated:
        data, caching = pictures.read_draft(pk, width, user=request.user), "private, no-store"
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/jpeg", headers={"Cache-Control": caching})


@login_not_required
@never_cache
def contact(request: HttpRequest) -> HttpResponse:
    """Write to the office."""
    form = EnquiryForm(request.POST or None, initial={"token": enquiries.new_token()})
    if request.method == "POST" and form.is_valid() and (form.is_trapped or _received(request, form)):
        return redirect("hlp:contact-sent")
    page = _page("contact")
    context = {
        "page": page,
        "form": form,
        "meta": _meta(page, crumbs(("Home", "/"), (page.title, page.href))),
    }
    return render(request, "hlp/public/contact.html", context)


def _received(request: HttpRequest, form: EnquiryForm) -> bool:
    """Keep the enquiry, or say in the form what to do; what was written stays in its boxes."""
    data = form.cleaned_data
    try:
        enquiries.check_token(data["token"])
        enquiries.count(client_ip(request) or "unknown")
    except enquiries.TooQuick:
        form.add_error(
            None, "That was very quick. Please check what you wrote and press ‘Send to the office’ again"
        )
        return False
    except enquiries.TooOld:
        form.data = {**request.POST.dict(), "token": enquiries.new_token()}
        form.add_error(
            None, "This page was open for a long time. Please press ‘Send to the office’ once more"
        )
        return False
    except enquiries.TooMany:
        form.add_error(
            None, "Too many messages came within an hour. Please write an e-mail instead, or try later"
        )
        return False
    facts = {name: data[name] for name in ("token", "name", "email", "about", "text")}
    enquiries.receive(**facts)
    return True


@public
def contact_sent(request: HttpRequest) -> HttpResponse:
    """What happens next with a message that was sent."""
    meta = Meta("Message sent", "Your message is with the partnership’s office.", request.path)
    return render(request, "hlp/public/contact_sent.html", {"meta": meta})


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of everything public, for search engines."""
    maps = {name: import_string(path) for name, path in settings.SITEMAPS.items()}
    response: HttpResponse = sitemap_view(request, sitemaps=maps)
    return response


@public
def robots(request: HttpRequest) -> HttpResponse:
    """What machines may look through. A demonstration says on every page that it wants to be found by none."""
    closed = ["/accounts/", "/home/", "/site/", "/demo/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["", f"Sitemap: {absolute(reverse('hlp:sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _page(slug: str) -> reading.Shown:
    """A page that always exists. Raises Http404 where the Director's hand has made it vanish all the same."""
    found = reading.read_page(slug)
    if found is None:
        raise Http404
    return found


def _moved(kind: PageKind, slug: str) -> HttpResponse:
    """To where a former address leads. Raises Http404 where it leads nowhere."""
    href = reading.moved(kind, slug)
    if href is None:
        raise Http404
    return redirect(href, permanent=True)


def _meta(found: reading.Shown, trail: dict[str, Any], kind: str = "website") -> Meta:
    article = {
        "@type": "NewsArticle",
        "headline": found.title,
        "description": found.summary,
        "datePublished": found.dated_at.isoformat() if found.dated_at else "",
        "mainEntityOfPage": absolute(found.href),
        **({"image": [absolute(found.picture.get_absolute_url())]} if found.picture else {}),
    }
    return Meta(
        title=found.title,
        description=found.summary,
        path=found.href,
        kind=kind,
        picture=found.picture.get_absolute_url() if found.picture else "",
        picture_text=found.picture_text,
        published=found.dated_at if kind == "article" else None,
        data=[trail, article] if kind == "article" else [trail],
    )
