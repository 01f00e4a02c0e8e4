"""Training: what counts on a day, the modules, the events, attendance, records, certificates and reminders."""

from schools.services.training.standing import Standing, trained_on, training_of

__all__ = ["Standing", "trained_on", "training_of"]
