"""The cache: it counts tries to sign in, and holds nothing that is missed."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class PatientRedisCache(RedisCache):
    """Redis; while it is down nothing is counted, and people sign in all the same.

    What locks somebody out after wrong passwords stands in the database, the tries at a code in the visit itself.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Add a value; True while Redis is down, as if nobody else had added it."""
        return bool(self._tried("add", True, args, kwargs))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or ``default``."""
        return self._tried("get", default, (key, default, version), {})

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Keep a value."""
        self._tried("set", None, args, kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Remove a value; False while Redis is down."""
        return bool(self._tried("delete", False, args, kwargs))

    def _tried(self, verb: str, otherwise: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        try:
            return getattr(super(), verb)(*args, **kwargs)
        except (RedisError, OSError):
            log.warning("Redis is out of reach: tries to sign in are not counted", exc_info=True)
            return otherwise
