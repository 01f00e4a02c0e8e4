"""What a score card says, gathered once for page, figures, PDF and published version: of a school, of the partnership."""

from scorecard.services.cards.partnership import partnership_card
from scorecard.services.cards.school import school_card

__all__ = ["partnership_card", "school_card"]
