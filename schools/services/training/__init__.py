"""Training: what counts on a day, the modules, the events, attendance, records, certificates and reminders."""

from schools.services.training.standing import Standing, is_trained, trained_on, training_of

__all__ = ["Standing", "is_trained", "trained_on", "training_of"]
