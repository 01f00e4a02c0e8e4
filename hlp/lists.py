"""The lists by which a lower room calls a higher one, so that none imports upwards. ``hlp.settings`` takes all of them."""

# Order is display order.
HOME_PANELS = [
    "peerchallenge.home.panels",
    "scorecard.home.panels",
    "board.home.panels",
    "schools.home.panels",
    "schools.home.training_panels",
    "schools.home.declaration_panels",
    "schools.home.directory_panels",
    "board.home.after.challenge_panels",
    "hlp.home.panels",
]
# Sections of the navigation and the functions that give their entries; what stands under "" is a section of its own.
NAVIGATION = [
    ("", "hlp.home.navigation"),
    ("Peer challenge", "peerchallenge.home.navigation"),
    ("Score card", "scorecard.home.navigation"),
    ("Board", "board.home.navigation"),
    ("Projects", "board.home.projects.navigation"),
    ("Schools and people", "schools.home.navigation"),
    ("Office", "hlp.home.office"),
]
PANELS_OF_SCHOOLS = ("peerchallenge.home", "scorecard.home", "board.home.projects", "board.home.after")
SCHOOL_PANELS = [f"{home}.school_panels" for home in PANELS_OF_SCHOOLS]
# Functions (school) that give plain sections of a session's handbook: slug, title, lead, headings, rows, facts, notes.
HANDBOOK_SECTIONS = ["scorecard.services.handbook.sections"]
ROOMS = ("hlp", "schools", "peerchallenge", "scorecard", "board")
DEMO_SEEDERS = [f"{room}.demo.seed" for room in ROOMS]
# Published figures come before the rounds: entries of the directory and handbooks begin with them.
DEMO_SEEDERS.insert(ROOMS.index("peerchallenge"), "scorecard.demo.seed_figures")
# Functions (school, last day, until) that say in sentences what still counts on a school that is to leave.
LEAVING_GUARDS = ["peerchallenge.services.leaving.sessions_after"]
YEAR_STARTERS = [
    "schools.services.years.start",
    "schools.services.closures.start",
    "schools.services.training.modules.start",
    "peerchallenge.services.years.start",
    "scorecard.services.catalogue.start",
]
# Functions (user) that say who else reads what is published of the partnership, beside everybody with a post.
PARTNERSHIP_READERS = ["board.roles.reads_partnership"]
# A headship that changes hands: what the new head reads, what the old one holds (modules with places and pass_on), history.
HANDOVER_PANELS = ["peerchallenge.home.handover_panels", "schools.home.handover_panels"]
HANDOVER_STEPS = ["peerchallenge.services.handovers", "board.services.projects.handovers"]
ACCOUNT_LINKS = ["schools.home.account_links", "board.home.public.account_links"]
HISTORY_PANELS = ["schools.home.history_panels", "peerchallenge.home.history_panels"]
PAPERS_OF = (
    "schools.services.memberships",
    "peerchallenge.services",
    "peerchallenge.services.qa",
    "peerchallenge.services.outcomes",
    "board.services",
)
PAPER_SOURCES = [f"{room}.papers.sources" for room in (*PAPERS_OF, "scorecard.services")]
# Functions (theme, survivor, by, at) that move what counts when themes are merged.
THEME_MERGERS = ["peerchallenge.services.findings.merged"]
GROUPS_IN_USE = ["peerchallenge.services.groups.in_use"]
# Functions (user, round, theme, counts by kind) that give {"template", "context"} beside a theme of a round.
THEME_PANELS = ["scorecard.home.theme_panels", "board.home.projects.theme_panels"]
# Functions (user) that give {"template", "context"} on the score card of the partnership: what follows from its figures.
SCORECARD_PANELS = ["board.home.after.challenge_panels"]
# What an import brings: the module that reads and writes it (schools.services.runs takes it through its steps), its page.
IMPORTS = {
    "register": ("schools.services.gias.runs", "schools:import-detail"),
    "people": ("schools.services.roster.runs", "schools:roster-detail"),
    "figures": ("scorecard.services.imports.runs", "scorecard:import-detail"),
}
DOCUMENT_BUILDERS = {
    "paper": "hlp.papers.build",
    "minutes": "board.packs.minutes.build",
    "report": "peerchallenge.packs.report.build",
    "report-preview": "peerchallenge.packs.report.build",
    "report-shared": "peerchallenge.packs.report.build",
    "qa-report": "peerchallenge.packs.qa.build",
    "handbook": "peerchallenge.packs.handbook.build",
    "handbook-copy": "peerchallenge.packs.handbook.build",
    "programme": "peerchallenge.packs.programme.build",
    "self-evaluation": "peerchallenge.packs.selfevaluation.build",
    "year-planner": "peerchallenge.packs.planner.build",
    "training-certificate": "schools.packs.certificate.build",
    "board-pack": "board.services.packs.printing.build",
    "project-report": "board.packs.progress.build",
    "score-card": "scorecard.packs.card.build",
    "practice": "schools.packs.practice.build",
}
# Functions (year) that tell the planner of groups {"watched": {school: reason}}; reasons are for the Director alone.
PLANNER_INPUTS = ["peerchallenge.services.watching.planner_inputs"]
# The directory of good practice: functions (school) with facts that an entry starts with, functions () with names of areas,
# and functions (entry, by, at) that follow an entry when it is published or archived.
PRACTICE_FACTS = ["scorecard.services.context.practice_facts"]
PRACTICE_AREAS = ["peerchallenge.services.practice.areas"]
PRACTICE_FOLLOWERS = ["peerchallenge.services.practice.follow"]
CALENDAR_ENTRIES = [
    "schools.services.training.calendar.entries",
    "schools.services.directory.calendar.entries",
    "board.services.calendars.entries",
    "board.services.projects.calendars.entries",
]
MESSAGE_LABELS = [f"{room}.choices.MESSAGE_LABELS" for room in ROOMS]
# The public site. Entries of its menu: functions (site) that give {"label", "href"}. Panels: functions (place) that give
# {"template", "context"} for the slug of a page, "home" or "home-hero"; nothing in them depends on who reads.
PUBLIC_NAVIGATION = [
    "hlp.site.offers.opening",
    "schools.home.public_entries",
    "board.home.projects.public_entries",
    "hlp.site.offers.closing",
]
PUBLIC_PANELS = [
    "schools.home.public_panels",
    "board.home.public.member_panels",
    "board.home.after.public_panels",
    "board.home.projects.public_panels",
]
SITEMAPS = {
    "pages": "hlp.site.feeds.PageMap",
    "members": "schools.services.public.MemberMap",
    "practice": "schools.services.directory.open.PracticeMap",
    "projects": "board.services.projects.public.ProjectMap",
}
# Functions that name the people who read what visitors write to the office.
OFFICE = ["schools.roles.office"]
# The box above lists by which a higher room narrows them: a class (request, form) with of_people(rows, path to the person).
LIST_SEARCH = "schools.forms.search.SchoolSearch"
ACCESS_ROLES = ["schools.roles.describe", "board.roles.describe"]
DEMO_PEOPLE = ["peerchallenge.demo.people", "board.home.demo_people", "schools.home.demo_people"]
