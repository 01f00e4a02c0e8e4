"""Forms in GOV.UK style: base classes, layout objects and the fields for dates and times."""

from hlp.forms.base import GovForm, GovFormMixin, GovModelForm, MaxWords, TidyField
from hlp.forms.dates import GovDateField, GovDateTimeField, GovDateWidget, GovTimeField
from hlp.forms.layout import (
    GovBeside,
    GovButton,
    GovButtons,
    GovDetails,
    GovField,
    GovFieldset,
    GovInclude,
    GovLink,
    GovText,
)

__all__ = [
    "GovBeside",
    "GovButton",
    "GovButtons",
    "GovDateField",
    "GovDateTimeField",
    "GovDateWidget",
    "GovDetails",
    "GovField",
    "GovFieldset",
    "GovForm",
    "GovFormMixin",
    "GovInclude",
    "GovLink",
    "GovModelForm",
    "GovText",
    "GovTimeField",
    "MaxWords",
    "TidyField",
]
