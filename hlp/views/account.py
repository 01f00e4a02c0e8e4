"""The person's own page: name, telephone on the day, posts, way of signing in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hlp.access import Request
from hlp.forms.account import AccountForm
from hlp.home import account_links, posts


def account(request: Request) -> HttpResponse:
    """Show the account and save name and telephone."""
    form = AccountForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your details are saved.")
        return redirect("hlp:account")
    # A name that was refused must not stand in the header as if it were saved.
    request.user.refresh_from_db()
    context = {"form": form, "posts": posts(request.user), "links": account_links(request.user)}
    return render(request, "hlp/account/edit.html", context)
