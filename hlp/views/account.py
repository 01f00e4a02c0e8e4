"""The person's own page: name, telephone on the day, posts, way of signing in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hlp.access import Request
from hlp.forms.account import AccountForm
from hlp.home import posts


def account(request: Request) -> HttpResponse:
    """Show the account and save name and telephone."""
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your details are saved.")
        return redirect("hlp:account")
    # A name that was refused must not stand in the header as if it were saved.
    request.user.refresh_from_db()
    return render(request, "hlp/account/edit.html", {"form": form, "posts": posts(request.user)})
