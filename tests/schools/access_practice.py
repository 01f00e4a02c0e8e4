"""The rows of the directory of good practice in the table of access (``tests/test_access.py`` says how to read them)."""

from typing import Any

from schools.services.directory import visits
from tests.conftest import Cast, utc
from tests.schools import practised

# nobody, Director administrator, host lead reviewer, deputy and office of the host, lead headteachers (own, other),
# QA reviewers (own, other), LA officer, outsider stranger, and of the Board: chair, clerk, member, observer
TABLE = {
    # What is published: for everybody with a post, and the Board
    "GET schools:practice-list": "s 22 222 22 22 22 2 24 2224",
    "GET schools:practice-detail": "s 22 222 22 22 22 2 24 2224",
    "GET schools:practice-print": "s 44 444 44 44 44 4 44",  # not printed yet
    # On the public site, here what was published to everybody
    "GET schools:public-practice-list": "2 22 222 22 22 22 2 22 2222",
    "GET schools:public-practice": "2 22 222 22 22 22 2 22 2222",
    "GET schools:public-practice-print": "4 44 444 44 44 44 4 44",
    # Pictures and files of an entry of members
    "GET schools:practice-picture": "4 22 222 22 22 22 2 24 2224",
    "GET schools:practice-file": "4 22 222 22 22 22 2 24 2224",
    # One's own entries, and beginning or nominating one
    "GET schools:practice-desk": "s 24 222 22 22 44 4 24",
    "GET schools:practice-nominate": "s 24 222 22 22 44 4 24",
    "POST schools:practice-nominate": "s 24 222 22 22 44 4 24",
    # A draft, here the host school's: its people, the lead headteacher of its collaborative, the Director
    "GET schools:practice-work": "s 24 244 22 24 44 4 44",
    "GET schools:practice-preview": "s 24 244 22 24 44 4 44",
    "GET schools:practice-part": "s 24 244 22 F4 44 4 44",
    "POST schools:practice-part": "s 24 244 22 F4 44 4 44",
    "GET schools:practice-picture-add": "s 24 244 22 F4 44 4 44",
    "POST schools:practice-picture-add": "s 24 244 22 F4 44 4 44",
    "GET schools:practice-file-add": "s 24 244 22 F4 44 4 44",
    "POST schools:practice-file-add": "s 24 244 22 F4 44 4 44",
    "GET schools:practice-picture-remove": "s 55 555 55 55 55 5 55",
    "POST schools:practice-picture-remove": "s 34 344 33 F4 44 4 44",
    "GET schools:practice-file-remove": "s 55 555 55 55 55 5 55",
    "POST schools:practice-file-remove": "s 34 344 33 F4 44 4 44",
    # Putting it aside is the headteacher's and the Director's; other steps are tested one by one
    "GET schools:practice-step": "s 24 244 FF F4 44 4 44",
    "POST schools:practice-step": "s 34 344 FF F4 44 4 44",
    # Visits: whoever leads or prepares for a school asks; here the far school's entry, visited by the host school
    "GET schools:visit-list": "s 24 222 22 22 44 4 24",
    "GET schools:visit-ask": "s FF 222 22 FF FF F 24 FFF4",
    "POST schools:visit-ask": "s FF 222 22 FF FF F 24 FFF4",
    "GET schools:visit-detail": "s 24 244 22 44 44 4 24",
    "GET schools:visit-calendar": "s 24 244 22 44 44 4 24",
    "GET schools:visit-agree": "s F4 F44 FF 44 44 4 24",
    "POST schools:visit-agree": "s F4 F44 FF 44 44 4 24",
    "GET schools:visit-end": "s F4 244 22 44 44 4 24",
    "POST schools:visit-end": "s F4 244 22 44 44 4 24",
    "GET schools:visit-impact": "s F4 244 22 44 44 4 F4",
    "POST schools:visit-impact": "s F4 244 22 44 44 4 F4",
}

DATA: dict[str, dict[str, Any]] = {}


def arguments(cast: Cast) -> dict[str, dict[str, Any]]:
    """A draft of the host school, an entry for everybody, one for members with a picture and a file, and a visit to it."""
    draft = practised.drafted(cast.host_school, by=cast.host)
    drawn = practised.picture(draft, by=cast.host)
    sheet = practised.file(draft, by=cast.host)
    public = practised.published(cast.reviewer_school, by=cast.director)
    shown = practised.drafted(cast.far_school, by=cast.director)
    picture, file = practised.picture(shown, by=cast.director), practised.file(shown, by=cast.director)
    practised.publish_to_members(shown, by=cast.director)
    wish = visits.Wish("Talk before writing", 2)
    visit = visits.ask(
        entry=shown, school=cast.host_school, wish=wish, by=cast.host, at=utc("2026-11-02 09:00")
    )
    visits.agree(
        visit=visit, starts_at=utc("2026-12-01 09:00"), ends_at=utc("2026-12-01 11:00"), by=cast.director,
        at=utc("2026-11-03 09:00"),
    )  # fmt: skip
    entry, seen = {"pk": draft.pk}, {"pk": shown.pk}
    verbs = ("work", "preview", "picture-add", "file-add")
    return {
        **{f"schools:practice-{verb}": entry for verb in verbs},
        "schools:practice-part": {**entry, "slug": "about"},
        "schools:practice-step": {**entry, "verb": "decline"},
        "schools:practice-picture-remove": {**entry, "number": drawn.pk},
        "schools:practice-file-remove": {**entry, "number": sheet.pk},
        "schools:practice-detail": seen,
        "schools:practice-print": seen,
        "schools:public-practice": {"pk": public.pk},
        "schools:public-practice-print": {"pk": public.pk},
        "schools:practice-picture": {"pk": picture.pk, "width": picture.picture.width},
        "schools:practice-file": {"pk": file.pk},
        "schools:visit-ask": seen,
        **{f"schools:visit-{verb}": {"pk": visit.pk} for verb in ("detail", "agree", "impact", "calendar")},
        "schools:visit-end": {"pk": visit.pk, "verb": "cancel"},
    }
