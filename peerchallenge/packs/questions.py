"""The two-minute evaluation: six statements, each with a mark from 1 to 4."""

QUESTIONS = {
    "papers": "The papers came in time and prepared me well",
    "programme": "The programme of the day worked",
    "talk": "The conversations were honest and respectful",
    "evidence": "The judgements rest on what was seen that day",
    "report": "The report will help the school",
    "worth": "The day was worth the time that it cost",
}
MARKS = {4: "Yes, fully", 3: "Mostly", 2: "Not quite", 1: "No"}
