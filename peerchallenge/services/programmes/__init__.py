"""The programme of a session's day: begun from the year's template, written by the host, agreed with the lead."""
