"""The modules that are taught."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import clock
from hlp.access import Request, fetch, require, require_sight
from hlp.transitions import StaleEdit
from schools.forms.training import ModuleForm
from schools.models import TrainingModule
from schools.services.training import modules as services

EDIT = "schools.edit_modules"
STALE = "Somebody changed this module since you opened the page. Nothing was overwritten"


@require_GET
def module_list(request: Request) -> HttpResponse:
    """All modules in their order, for everybody with a post."""
    require_sight(request.user, "schools.read")
    context = {
        "modules": TrainingModule.objects.visible_to(request.user).order_by("retired", "position", "name"),
        "today": clock.today(),
        "may_edit": request.user.has_perm(EDIT),
    }
    return render(request, "schools/training/modules.html", context)


@require_http_methods(["GET", "POST"])
def module_create(request: Request) -> HttpResponse:
    """Add a module."""
    require_sight(request.user, "schools.read")
    require(request.user, EDIT)
    form = ModuleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.create_module(facts=form.facts(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "The module is added.")
            return redirect("schools:training-modules")
    return render(request, "schools/training/module.html", {"form": form})


@require_http_methods(["GET", "POST"])
def module_edit(request: Request, pk: int) -> HttpResponse:
    """Change a module."""
    module = fetch(TrainingModule.objects.visible_to(request.user), request.user, EDIT, pk=pk)
    initial = {name: getattr(module, name) for name in services.Facts.__dataclass_fields__}
    initial["version"] = services.version_of(module)
    form = ModuleForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        facts, version = form.facts(), form.cleaned_data["version"]
        try:
            services.change_module(module=module, facts=facts, version=version, by=request.user)
        except StaleEdit:
            form.add_error(None, STALE)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "The module is saved.")
            return redirect("schools:training-modules")
    return render(request, "schools/training/module.html", {"form": form, "module": module})
