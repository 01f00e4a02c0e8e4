"""Which themes a text is about: learned from the vocabulary's own words and from what people confirmed.

Words, pairs of words and pieces of words (character n-grams, so that "phonic" tells of "phonics" and a slip of the pen of
neither) are weighed by a linear model, one theme against the rest. Name, description and synonyms are examples of
their theme, so that a theme which nobody has confirmed yet is proposed too. The same lessons give the same answers.
scikit-learn is imported where it is used, in the worker: a page never pays for it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

# A theme is proposed from this score on (0 to 1), and not more than so many for one finding.
LEAST, MOST = 0.4, 3
# How much a confirmed finding weighs against one line of the vocabulary.
WEIGHT = 2.0
# Where a text holds the very words of a theme, the score is at least half way from what was learned to certain.
SAID = 0.5


@dataclass(frozen=True)
class Topic:
    """A theme as it may be proposed: its key, its name, and its other words and sentences."""

    key: int
    name: str
    words: tuple[str, ...] = ()
    description: str = ""

    @property
    def texts(self) -> list[str]:
        """Everything that the vocabulary says of it, one by one."""
        return [text for text in (self.name, *self.words, self.description) if text]


@dataclass(frozen=True)
class Lesson:
    """A text whose themes a person confirmed."""

    text: str
    themes: frozenset[int]


@dataclass(frozen=True)
class Guess:
    """A theme that a text may be about, and how sure that is."""

    theme: int
    score: float


def digest_of(topics: Sequence[Topic], lessons: Collection[Lesson]) -> str:
    """The SHA-256 of all that would be learned: the same vocabulary and the same lessons give the same."""
    told = [repr((topic.key, topic.texts)) for topic in topics]
    learned = sorted(repr((lesson.text, sorted(lesson.themes))) for lesson in lessons)
    return sha256("\n".join([*told, "", *learned]).encode()).hexdigest()


class Proposer:
    """What was learned. ``digest`` says from what."""

    def __init__(self, topics: Sequence[Topic], lessons: Collection[Lesson]) -> None:
        """Learn. Takes seconds for thousands of lessons."""
        self.digest = digest_of(topics, lessons)
        self.topics = list(topics)
        self.phrases = {topic.key: _phrases(topic) for topic in topics}
        self.models: dict[int, Any] = {}
        if len(self.topics) > 1:
            self._learn(sorted(lessons, key=lambda lesson: (lesson.text, sorted(lesson.themes))))

    def _learn(self, lessons: Sequence[Lesson]) -> None:
        from sklearn.linear_model import LogisticRegression

        told = [(text, frozenset({topic.key})) for topic in self.topics for text in topic.texts]
        learned = [(lesson.text, lesson.themes) for lesson in lessons]
        texts = [plain(text) for text, _ in [*told, *learned]]
        weights = [1.0] * len(told) + [WEIGHT] * len(learned)
        self.features = _features()
        seen = self.features.fit_transform(texts)
        for topic in self.topics:
            about = [topic.key in themes for _, themes in [*told, *learned]]
            model = LogisticRegression(
                C=10.0, class_weight="balanced", solver="liblinear", random_state=0, max_iter=1000
            )
            self.models[topic.key] = model.fit(seen, about, sample_weight=weights)

    def propose(self, texts: Sequence[str]) -> list[list[Guess]]:
        """For each text the themes that it is likely to be about, the likeliest first."""
        scores = self.scores(texts)
        return [_likeliest(row) for row in scores]

    def scores(self, texts: Sequence[str]) -> list[list[Guess]]:
        """For each text every theme with its score."""
        if not texts:
            return []
        learned = {key: [0.0] * len(texts) for key in self.phrases}
        if self.models:
            seen = self.features.transform([plain(text) for text in texts])
            learned |= {
                key: [float(value) for value in model.predict_proba(seen)[:, 1]]
                for key, model in self.models.items()
            }
        return [
            [
                Guess(topic.key, self._raised(topic.key, text, learned[topic.key][place]))
                for topic in self.topics
            ]
            for place, text in enumerate(texts)
        ]

    def _raised(self, key: int, text: str, score: float) -> float:
        said = self.phrases[key] is not None and self.phrases[key].search(plain(text)) is not None
        return round(score + (1 - score) * SAID if said else score, 6)


def _likeliest(row: list[Guess]) -> list[Guess]:
    sure = [guess for guess in row if guess.score >= LEAST]
    return sorted(sure, key=lambda guess: (-guess.score, guess.theme))[:MOST]


def plain(text: str) -> str:
    """A text as it is compared: lower case, straight quotes, no double spaces."""
    return " ".join(text.lower().replace("’", "'").split())


def _phrases(topic: Topic) -> Any:
    """What finds the theme's own words in a text, whole words alone."""
    words = [plain(word) for word in (topic.name, *topic.words) if len(word) > 1]
    if not words:
        return None
    return re.compile(r"\b(?:" + "|".join(re.escape(word) for word in sorted(words)) + r")(?:s|es)?\b")


def _features() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_union

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, stop_words="english")
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    return make_union(words, pieces)
