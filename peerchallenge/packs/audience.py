"""Who can read what is written: the one place that says it, for forms, pages, documents and e-mails.

Each text is the end of the sentence "Who can read this: …" and stands on the page before anything is typed.
"""

from enum import StrEnum


class Audience(StrEnum):
    """A kind of text, with those who can read it."""

    SELF_EVALUATION_DRAFT = "headteachers of your school, until you share it."
    SELF_EVALUATION = (
        "the review team, the lead headteacher of your collaborative, the Director and the QA reviewer, if there is "
        "one. They see each change at once."
    )
    SELF_EVALUATION_SHARED = (
        "the host’s headteacher, the review team, the lead headteacher of the collaborative, the Director and the QA "
        "reviewer, if there is one. Not the administrator, and no other school."
    )
    HOST_DOCUMENTS = (
        "the host school, with those who prepare for it, and the review team of this session. Nobody else: not the "
        "office, the Director or another school. Each opening is noted."
    )
    PREVISIT = "the review team alone. The host reads the questions once the lead reviewer hands them over."
    HANDBOOK = (
        "the host school with its deputies and office, the review team once it has accepted the code of conduct, the "
        "QA reviewer, the lead headteacher of the collaborative, the Director and the administrator."
    )
    REPORT_DRAFT = (
        "the review team now. Once the report is sent also the host’s headteacher, the lead headteacher of the "
        "collaborative and the Director, and the QA reviewer after recording their own judgement. No other school."
    )
    REPORT = (
        "the host’s headteacher, the review team, the lead headteacher of the collaborative and the Director, and the "
        "QA reviewer after recording their own judgement. No other school, unless the headteacher shares it."
    )
    EVIDENCE = (
        "the review team of this session, and nobody else. Not the school, the Director or the QA reviewer."
    )
    NOTE = "the review team now, and once the report is sent the Director alone. The host’s headteacher never sees it."
    NOTE_SENT = "you as Director, and the review team that wrote it. The host does not see it, and it is not in the PDF."
    CORRECTION = (
        "headteachers of your school now. Once you send your reply also the review team, the lead headteacher and the "
        "Director; it is printed at the end of the final report, with the lead reviewer’s answer."
    )
    DECISION = "everybody who can read the report. It is printed at the end of the final report, beside the correction."
    RIGHT_OF_REPLY = (
        "headteachers of your school now. Once you send your reply everybody who can read the report: it is printed "
        "at its end as you wrote it, and nobody edits it."
    )
    DISPUTE = (
        "headteachers of your school now. Once you send your reply also the lead headteacher of your collaborative "
        "and the Director. The review team sees that the judgement is contested, and not what you write here."
    )
    CONVERSATION = "the host’s headteacher, the lead headteacher of the collaborative and the Director. Not the review team."
    OUTCOME = "everybody who can read the report. It is printed at the end of the final report, beside the judgement."
    SHARED_LINK = (
        "whoever has the link, until it runs out or you revoke it. Every page bears the name of the reader for whom it "
        "was made, and each opening is counted."
    )
    SHARED_PAGE = "the person named across this page. Please do not pass the link on."
    ACTION = (
        "headteachers of your school, the team that agreed the actions, the lead headteacher of your collaborative and "
        "the Director. When you share your next self-evaluation, its review team too."
    )
    EVALUATION = "the Director alone, with your name. The others see averages of a round, never fewer than three answers."
    CHECK_IN = "the school’s headteacher, the lead headteacher of the collaborative and the Director."
    EXTENSION = "the host’s headteacher, the lead reviewer and the Director."


PRINTED_REPORT = (
    "For the host school, its review team, the lead headteacher of the collaborative and the Director of the "
    "partnership, and for those with whom the headteacher shares it."
)
