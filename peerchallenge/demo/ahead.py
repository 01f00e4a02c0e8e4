"""What host and team do before a day that is near: papers given, the analysis written."""

import io
from datetime import timedelta

from docx import Document

from peerchallenge.choices import HostPaper
from peerchallenge.demo import prose
from peerchallenge.demo.scenes import MINUTE, head
from peerchallenge.demo.stage import Stage
from peerchallenge.demo.windows import office_hour
from peerchallenge.models import ChallengeSession
from peerchallenge.services import hostdocuments, previsits

PAPERS = {
    HostPaper.PLAN: "Improvement plan in brief",
    HostPaper.TIMETABLE: "Timetable of the day, and who teaches where",
}


def get_ready(stage: Stage, session: ChallengeSession) -> None:
    """The host gives two papers; the team writes its analysis and says that it is done."""
    give_papers(stage, session)
    analyse(stage, session)


def give_papers(stage: Stage, session: ChallengeSession) -> None:
    """The host gives two papers, three weeks before the day."""
    by = head(stage, session)
    at = office_hour(min(session.starts_at - timedelta(days=24), stage.now - timedelta(hours=30)), session.pk)
    for kind, title in PAPERS.items():
        data = _word_file(title, [f"{session.host.name}. Demonstration.", *prose.paper(kind)])
        hostdocuments.give(
            session=session, data=data, filename=f"{title}.docx", title=title, kind=kind, by=by, at=at
        )


def _word_file(title: str, lines: list[str]) -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_heading(title, level=1)
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def analyse(stage: Stage, session: ChallengeSession) -> None:
    """The team writes its analysis and says that it is done."""
    at = office_hour(min(session.starts_at - timedelta(days=5), stage.now - timedelta(hours=28)), session.pk)
    places = list(session.reviewers.select_related("person"))
    lead = next(place.person for place in places if place.is_lead)
    for number, facts in enumerate(prose.analysis()):
        taken_by = places[number % len(places)]
        moment = at + number * 4 * MINUTE
        previsits.write(session=session, by=lead, at=moment, area=None, taken_by=taken_by, **facts)
    previsits.finish(session=session, by=lead, at=at + 20 * MINUTE)
