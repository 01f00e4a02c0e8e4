"""What most tests begin with is made once and then put back row by row, which takes a tenth of making it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.db import connection, transaction

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Table:
    """A table with the columns that can be written, its key first."""

    name: str
    columns: tuple[str, ...]

    def rows(self) -> dict[Any, tuple[Any, ...]]:
        """What stands in it now, by key, as the driver gives it."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(self.columns)} FROM {self.name}")
            return {row[0]: row for row in cursor.fetchall()}

    def insert(self, rows: list[tuple[Any, ...]]) -> tuple[str, list[Any]]:
        """The statement that writes rows, and its values."""
        marks = f"({', '.join(['%s'] * len(self.columns))})"
        values = ", ".join([marks] * len(rows))
        words = f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES {values}"
        return words, [value for row in rows for value in row]


def _tables() -> Iterator[Table]:
    quote = connection.ops.quote_name
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy:
            others = [field for field in meta.local_concrete_fields if field is not meta.pk]
            columns = [meta.pk, *(field for field in others if not field.generated)]
            yield Table(quote(meta.db_table), tuple(quote(field.column) for field in columns))


class Once(Generic[Thing]):
    """Things made on bare tables, and the rows that they are: ``again()`` gives both anew.

    ``make`` may insert rows, and change those alone.
    """

    def __init__(self, make: Callable[[], Thing]) -> None:
        self._make = make
        with transaction.atomic():
            before = {table: table.rows() for table in _tables()}
            self._thing = make()
            made = {
                table: [row for key, row in table.rows().items() if key not in before[table]]
                for table in before
            }
            transaction.set_rollback(True)
        self._inserts = [table.insert(rows) for table, rows in made.items() if rows]
        asked = [
            f"EXISTS (SELECT 1 FROM {table.name})" for table in made if made[table] and not before[table]
        ]
        self._is_taken = f"SELECT {' OR '.join(asked)}"

    def again(self) -> Thing:
        """A copy of the things whose rows are there again; made afresh where a test has rows of the kind already."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self._is_taken)
            if cursor.fetchone()[0]:
                return self._make()
            for words, values in self._inserts:
                cursor.execute(words, values)
        return deepcopy(self._thing)
