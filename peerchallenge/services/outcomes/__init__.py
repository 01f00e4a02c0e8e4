"""The summary of outcomes: drafted from the data, edited by the Director, frozen, corrected, offered to the Board."""
