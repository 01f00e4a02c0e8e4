"""What is searched of the directory: a row for each published edition, and the words that occur in them."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from schools.models.practice_edition import PracticeEdition


class PracticeIndex(models.Model):
    """The words of one edition by weight: its title; summary, themes and school; all else.

    ``document`` is PostgreSQL's alone; SQLite keeps the same words in a table of FTS5, by the edition's primary key.
    """

    edition = models.OneToOneField(
        PracticeEdition, primary_key=True, on_delete=models.CASCADE, related_name="index"
    )
    title = models.TextField()
    about = models.TextField()
    body = models.TextField()
    document = SearchVectorField(null=True)

    class Meta:
        verbose_name_plural = "practice index"

    def __str__(self) -> str:
        return self.title


class PracticeWord(models.Model):
    """A word that occurs in the directory, and in how many editions when they were last counted."""

    word = models.CharField(max_length=40, unique=True)
    editions = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
