"""Who may do what to which session: small named predicates, composed."""

import rules

from hlp import clock
from hlp.models import User
from peerchallenge.choices import TO_COME, DisputeState, SessionState
from peerchallenge.models import ChallengeSession, Dispute, QAReview
from peerchallenge.roles import reads_published
from schools.roles import roles_of
from schools.rules import has_post, is_director, is_la_officer, runs_partnership


@rules.predicate
def reads_what_is_published(user: User, thing: object = None) -> bool:
    """Whoever reads what is published of the partnership without a post, as higher rooms say."""
    return reads_published(user)


@rules.predicate
def heads_host(user: User, session: ChallengeSession | None = None) -> bool:
    """A headteacher of the host school today."""
    return session is not None and session.host_id in roles_of(user).schools


@rules.predicate
def heads_a_school(user: User, thing: object = None) -> bool:
    """A headteacher of any school today."""
    return bool(roles_of(user).schools)


@rules.predicate
def prepares_host(user: User, session: ChallengeSession | None = None) -> bool:
    """The host school's headteacher, or a deputy or the office who prepare the day for them."""
    held = roles_of(user)
    return session is not None and session.host_id in held.schools | held.delegated


@rules.predicate
def on_team(user: User, session: ChallengeSession | None = None) -> bool:
    """Named as a reviewer of the session, whatever has become of the appointment since."""
    return session is not None and any(r.person_id == user.pk for r in session.reviewers.all())


@rules.predicate
def leads_team(user: User, session: ChallengeSession | None = None) -> bool:
    """The session's lead reviewer."""
    return session is not None and session.lead is not None and session.lead.person_id == user.pk


@rules.predicate
def leads_collaborative(user: User, session: ChallengeSession | None = None) -> bool:
    """The lead headteacher of the session's collaborative."""
    return session is not None and session.group.collaborative_id in roles_of(user).collaboratives


@rules.predicate
def leads_some_collaborative(user: User, thing: object = None) -> bool:
    """The lead headteacher of any collaborative."""
    return bool(roles_of(user).collaboratives)


@rules.predicate
def assures(user: User, session: ChallengeSession | None = None) -> bool:
    """The QA reviewer of the session."""
    return session is not None and roles_of(user).qa_reviewer and session.qa_reviewer_id == user.pk


@rules.predicate
def has_accepted_code(user: User, session: ChallengeSession | None = None) -> bool:
    """A reviewer who has accepted the code of conduct for this session."""
    team = session.reviewers.all() if session else []
    return any(r.person_id == user.pk and r.code_accepted_at is not None for r in team)


@rules.predicate
def is_to_come(user: User, session: ChallengeSession | None = None) -> bool:
    """The day is still ahead."""
    return session is not None and session.state in TO_COME


@rules.predicate
def is_held(user: User, session: ChallengeSession | None = None) -> bool:
    """Held, and the report not sent."""
    return session is not None and session.state == SessionState.HELD


@rules.predicate
def decisions_overdue(user: User, session: ChallengeSession | None = None) -> bool:
    """The time in which the lead reviewer was to decide the host's corrections is over."""
    due = session.reply.decisions_due_at if session is not None and hasattr(session, "reply") else None
    return due is not None and due < clock.now()


@rules.predicate
def settles_dispute(user: User, dispute: Dispute | None = None) -> bool:
    """Whoever a dispute is with: the lead headteacher who neither hosts nor reviews, then the Director.

    The Director may take it over from the lead headteacher.
    """
    if dispute is None or not dispute.is_waiting:
        return False
    held, session = roles_of(user), dispute.reply.session
    free = session.host_id not in held.schools and not on_team(user, session)
    with_lead = dispute.state == DisputeState.LEAD_HEADTEACHER
    return held.director or (with_lead and free and leads_collaborative(user, session))


@rules.predicate
def is_qa_reviewer(user: User) -> bool:
    """A QA reviewer today."""
    return roles_of(user).qa_reviewer


@rules.predicate
def reads_skills(user: User, review: QAReview | None = None) -> bool:
    """The session's lead reviewer, the Director, and whoever wrote it."""
    if review is None:
        return False
    return roles_of(user).director or review.by_id == user.pk or leads_team(user, review.session)


@rules.predicate
def reads_coverage(user: User) -> bool:
    """The partnership's office, and lead headteachers for their own collaborative."""
    return roles_of(user).runs_partnership or bool(roles_of(user).collaboratives)


# The lead headteacher, unless the session is their own: then the Director sees to it.
oversees = leads_collaborative & ~heads_host & ~leads_team
may_read_handbook = has_accepted_code | (
    ~on_team & (prepares_host | runs_partnership | leads_collaborative | assures)
)

# Who reads self-evaluations in a handbook, and who is told the designated safeguarding lead.
reads_preparation = heads_host | on_team | leads_collaborative | assures | is_director

rules.add_perm("peerchallenge.read_preparation", reads_preparation)
rules.add_perm("peerchallenge.know_safeguarding_lead", prepares_host | on_team | assures | is_director)
rules.add_perm(
    "peerchallenge.read_programme",
    on_team | prepares_host | runs_partnership | leads_collaborative | assures,
)
rules.add_perm("peerchallenge.edit_focus", (prepares_host | leads_team) & is_to_come)
rules.add_perm("peerchallenge.write_programme", prepares_host & is_to_come)
rules.add_perm("peerchallenge.agree_programme", (prepares_host | leads_team) & is_to_come)
rules.add_perm("peerchallenge.suggest_programme", on_team & is_to_come)
rules.add_perm("peerchallenge.plan_sessions", runs_partnership)
rules.add_perm("peerchallenge.read_calendar", has_post)
rules.add_perm("peerchallenge.subscribe", has_post | reads_what_is_published)
rules.add_perm("peerchallenge.reset_feeds", runs_partnership)
rules.add_perm("peerchallenge.edit_session", runs_partnership)
rules.add_perm("peerchallenge.move_session", runs_partnership | oversees)
rules.add_perm("peerchallenge.change_team", runs_partnership | oversees)
rules.add_perm("peerchallenge.edit_scheme", is_director)
rules.add_perm("peerchallenge.confirm_session", prepares_host | runs_partnership)
rules.add_perm("peerchallenge.end_session", leads_team)
rules.add_perm("peerchallenge.correct_end", is_director)
rules.add_perm("peerchallenge.close_session", is_director)
rules.add_perm("peerchallenge.accept_code", on_team)
rules.add_perm("peerchallenge.read_handbook", may_read_handbook)
rules.add_perm("peerchallenge.write_self_evaluation", heads_host)
rules.add_perm("peerchallenge.write_report", on_team)
rules.add_perm("peerchallenge.overrule_warnings", leads_team)
rules.add_perm("peerchallenge.write_previsit", on_team)
rules.add_perm("peerchallenge.give_documents", prepares_host)
rules.add_perm("peerchallenge.read_documents", prepares_host | on_team)
rules.add_perm("peerchallenge.seal_report", is_director)
rules.add_perm(
    "peerchallenge.see_contacts", on_team | prepares_host | leads_collaborative | runs_partnership | assures
)
rules.add_perm("peerchallenge.write_reply", heads_host)
rules.add_perm("peerchallenge.share_report", heads_host)
rules.add_perm("peerchallenge.revoke_link", heads_host | is_director)
rules.add_perm("peerchallenge.work_on_actions", heads_host)
rules.add_perm("peerchallenge.check_in", oversees | is_director)
rules.add_perm("peerchallenge.evaluate", heads_host | on_team)
rules.add_perm("peerchallenge.confirm_findings", leads_team | is_director)
rules.add_perm("peerchallenge.read_findings", heads_a_school | leads_some_collaborative | is_director)
rules.add_perm("peerchallenge.edit_vocabulary", is_director)
rules.add_perm("peerchallenge.extend_reply", is_director)
rules.add_perm("peerchallenge.decide_corrections", leads_team | (is_director & decisions_overdue))
rules.add_perm("peerchallenge.settle_dispute", settles_dispute)

rules.add_perm("peerchallenge.decide_concerns", is_director)
rules.add_perm("peerchallenge.read_concerns", is_director | is_la_officer)
rules.add_perm("peerchallenge.answer_concerns", is_la_officer)
rules.add_perm("peerchallenge.keep_cases", is_director | is_la_officer)
rules.add_perm("peerchallenge.share_cases", is_director)
rules.add_perm("peerchallenge.broker_support", is_director)
rules.add_perm("peerchallenge.ask_for_support", heads_a_school)
rules.add_perm("peerchallenge.use_support", heads_a_school | is_director)

rules.add_perm("peerchallenge.assure_session", assures)
rules.add_perm("peerchallenge.declare_independence", is_qa_reviewer)
rules.add_perm("peerchallenge.read_skills", reads_skills)
rules.add_perm("peerchallenge.read_coverage", reads_coverage)
rules.add_perm("peerchallenge.assign_qa", is_director)
rules.add_perm("peerchallenge.read_calibration", is_director)

rules.add_perm("peerchallenge.read_dashboard", reads_coverage)
rules.add_perm("peerchallenge.count_judgements", is_director)
rules.add_perm("peerchallenge.nominate_session", oversees)
rules.add_perm("peerchallenge.nominate_practice", heads_host | on_team | leads_collaborative | is_director)
rules.add_perm("peerchallenge.read_nominations", is_director | leads_some_collaborative)
rules.add_perm("peerchallenge.answer_nominations", is_director)

rules.add_perm(
    "peerchallenge.read_themes",
    heads_a_school | leads_some_collaborative | runs_partnership | reads_what_is_published,
)
rules.add_perm("peerchallenge.read_outcomes", has_post | reads_what_is_published)
rules.add_perm("peerchallenge.publish_themes", is_director)
rules.add_perm("peerchallenge.write_outcomes", is_director)
