"""How a form shows what a service refused; every room's forms share it."""

from hlp.forms.refusals import STALE, TakesRefusals

__all__ = ["STALE", "TakesRefusals"]
