"""What was said in the demonstration's meetings: invented, of no real school anything but facts or praise."""

# By the title of an item; of several texts each meeting takes the next.
MINUTED: dict[str, tuple[str, ...]] = {
    "Welcome and apologies": (
        "The chair welcomed everybody and thanked the Council for the room.",
        "The chair opened the meeting and welcomed the guest, who observed part I.",
    ),
    "Declarations of interest": ("Members were asked for interests in the business of the day.",),
    "Minutes of the last meeting": (
        "The minutes were agreed as a true record.",
        "The minutes were agreed as a true record after one correction of a name.",
    ),
    "Actions from earlier meetings": (
        "The clerk went through the log. What is done was closed; two actions were given more time.",
        "The log was taken as read. Members asked that an action be worded so that anybody can see when it is done.",
    ),
    "Annual performance challenge": (
        "The Director set out where the partnership stands against England and London.\n\nHeadteachers asked that the "
        "challenge be about every child and not about an average. The Lead Member wanted targets that a parent can "
        "understand.\n\nMembers agreed that progress is looked at in each meeting.",
    ),
    "Score card": (
        "The score card was presented. Members found the pages on gaps the most useful.\n\nThe college asked for a page "
        "on attendance next time.",
    ),
    "Outcomes of the peer challenges": (
        "The Director presented the themes of the round. Teaching of reading is named as a strength more often than "
        "anything else.\n\nProvision for the more able comes up in every collaborative.",
        "Members compared the themes of two rounds. Those on early years have become fewer since the project.",
    ),
    "Projects": ("The project leads reported. Both projects are on time and within their budget.",),
    "Provision for the more able": (
        "Nine schools take part. Books were looked at together in June.",
        "A guide of four pages is with the schools. Visits begin in the spring.",
    ),
    "Closing the gap for Pupil Premium pupils": (
        "Attendance of the pupils in the project has risen in each half term.",
        "The lead asked for two more schools. Members offered to speak with headteachers.",
    ),
    "Any other business and next meeting": ("There was no other business.",),
}
RESTRICTED = (
    "The Director reported on the schools in monitoring. Larkfield Invented Primary School has a plan with dates, and "
    "its headteacher meets the Director each month.\n\nMembers asked what support was given since the last meeting.",
    "Old Orchard Invented Infant School has left monitoring and is in after-care. The Board thanked the schools that "
    "helped.",
)
# (item, text, outcome, votes for, against, abstentions)
DECIDED: tuple[tuple[str, str, str, tuple[int, int, int] | None], ...] = (
    ("Projects", "The project on provision for the more able goes on for a second year.", "agreed", None),
    (
        "Outcomes of the peer challenges",
        "A summary of the outcomes by collaborative is published to all schools.",
        "agreed",
        (9, 0, 1),
    ),
    ("Projects", "A third project on attendance is decided on when its costs are known.", "deferred", None),
    (
        "Actions from earlier meetings",
        "Reports to the Board are limited to four pages.",
        "not_agreed",
        (4, 6, 1),
    ),
    (
        "Outcomes of the peer challenges",
        "Two more places in the training of reviewers are paid for by the partnership.",
        "agreed",
        None,
    ),
)
DECIDED_RESTRICTED = (
    "A headteacher of another collaborative visits Larkfield Invented Primary School "
    "each fortnight this term."
)
CHALLENGE_SET = (
    "The annual performance challenge {year} is set with its targets, as presented by the Director."
)
# (item, text, seat of the owner, weeks until it is due, how it ended)
# The newest meeting takes the first of them.
GIVEN: tuple[tuple[str, str, str, int, str], ...] = (
    (
        "Closing the gap for Pupil Premium pupils",
        "Speak with two headteachers about joining the project.",
        "School governor 1",
        7,
        "late",
    ),
    (
        "Actions from earlier meetings",
        "Invite the Regional Schools Commissioner to a visit in the summer term.",
        "Independent chair",
        16,
        "open",
    ),
    (
        "Projects",
        "Ask the college for a room for the project’s next day.",
        "Further education college",
        6,
        "done",
    ),
    (
        "Provision for the more able",
        "Find two secondary schools that take part in looking at books.",
        "Headteacher, Collaborative",
        12,
        "carried",
    ),
    (
        "Outcomes of the peer challenges",
        "Bring a summary of outcomes by collaborative.",
        "Director",
        10,
        "done",
    ),
    (
        "Any other business and next meeting",
        "Write to the schools that have not yet answered about next year’s membership.",
        "Lead Member for Education",
        8,
        "dropped",
    ),
    ("Projects", "Say what a third project would cost each school.", "Director", 14, "done"),
    (
        "Actions from earlier meetings",
        "Tell headteachers which actions of the Board concern their schools.",
        "Headteacher, Collaborative",
        5,
        "done",
    ),
    (
        "Any other business and next meeting",
        "Find a room for the meetings of the coming year.",
        "Chief Executive of the Council",
        9,
        "done",
    ),
    (
        "Closing the gap for Pupil Premium pupils",
        "Bring attendance of the pupils in the project by half term.",
        "Director for Education and Early Intervention",
        11,
        "done",
    ),
    ("Projects", "Name a lead for the guide to provision for the more able.", "Headteacher", 4, "done"),
    (
        "Actions from earlier meetings",
        "Put the log of actions in front of the agenda.",
        "Independent chair",
        3,
        "done",
    ),
)
GIVEN_RESTRICTED = ("Report on the visits to Larkfield Invented Primary School.", "Director", 12)
DONE = "Done. The paper is in the pack of the next meeting."
DROPPED = "All schools have answered meanwhile."
CARRIED = "One school has agreed; the second decides after half term."
CHAIRS_ACTION = "The spring meeting moves by a week, because the room is needed for an election count."
CHALLENGES = (
    (
        "Every child reads with confidence by the age of seven",
        "We ask every school to look at its youngest readers first: who is not there yet, who teaches them, and what "
        "changes by Christmas.\n\nPeer challenges of the year look at reading in every school. The Board looks at "
        "progress in each of its meetings.",
        "Schools shared what works, and visits showed it in classrooms. The final figures come in December; the Board "
        "looks at them then, and the work on early reading goes on.",
    ),
    (
        "No gap that we could have closed",
        "We ask every school to know each disadvantaged pupil who is close to the expected standard, and to say in each "
        "half term what was done for them.\n\nSchools that have closed their gap show others how.",
        "",
    ),
)
EARLIER: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (
        2,
        "Minutes of the summer meeting",
        (
            "Early years and the outside environment",
            "The project ended with a day at which twelve schools showed their outside classrooms.",
            "The Board thanked the project lead and asked for a guide.",
        ),
    ),
    (
        3,
        "Minutes of the autumn meeting",
        (
            "A new assessment framework",
            "Schools agreed on one way to describe progress without levels.",
            "The Board asked that parents be told in plain words.",
        ),
    ),
    (
        4,
        "Pack of the founding meeting",
        (
            "Peer challenge: the pilot",
            "Three triads tried a challenge day in the summer term. All nine headteachers would do it again.",
            "Terms of reference of the Board, its seats and its quorum.",
        ),
    ),
)
# (days before now, title, its item, what was said)
EXTRA: tuple[tuple[int, str, str, str], ...] = (
    (
        20,
        "Extra meeting on the attendance project",
        "Costs of a third project",
        "Costs were shared out by school. Members found them fair.",
    ),
    (
        6,
        "Extra meeting on next year’s budget",
        "Budget for the coming year",
        "The Director went through the lines.",
    ),
)
