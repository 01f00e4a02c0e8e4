"""Files as people upload them: known by what they hold, refused with a sentence that says what to do."""
