"""ROOM 2: ARTICLES -> records (mentions, entities, dates, quotes, events, sanctions) and their frames."""
