"""Support between schools: needs (``cases``), strengths, introductions (``matches``), and the Director's ``desk``."""
