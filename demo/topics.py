"""All topics by key, from the three files that hold their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo import topics_city, topics_people, topics_work

if TYPE_CHECKING:
    from demo.text import Topic

TOPICS: dict[str, Topic] = {
    topic.key: topic for topic in (*topics_city.TOPICS, *topics_people.TOPICS, *topics_work.TOPICS)
}
