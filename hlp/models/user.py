"""A person who may sign in."""

from typing import Any

import rules
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


class UserQuerySet(models.QuerySet["User"]):
    """Sets of people."""

    def visible_to(self, user: "User") -> "UserQuerySet":
        """Those who look after people see everybody, others themselves."""
        return self if user.has_perm("hlp.read_people") else self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people; there is no sign-up."""

    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> "User":
        """Make a person who signs in by e-mailed code, and by password where one is given."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address, whatever its capitals."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail address. What they may do follows from appointments, never from here."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField("telephone on the day", max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether the rules of the rooms allow it; there are no other permissions and no superusers."""
        return self.is_active and bool(rules.has_perm(perm, self, obj))

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return self.name


def display_name(user: User) -> str:
    """How sign-in pages call a person."""
    return user.name
