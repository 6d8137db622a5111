"""How often sentences of sport, culture and markets give a sanctions statement, or an event between two countries.

    uv run python tests/bench/false_alarms.py CORPUS.jsonl[.gz] ... [--sentences 200] [--seed 5] [--show 20]

The rule of choice, the same for any corpus of JSON Lines with `text`, `title` and maybe `source`, `topic`: an article
counts as sport, culture or markets where its title, or its topic, holds a word of SUBJECTS; of each, in an order drawn
with the seed, one sentence of 8 to 45 words is drawn, until every corpus has given its share. Half of the sentences of
each corpus, where it has that many, hold a word of TEMPTING, for which a keyword search would fall. A sentence is read
alone, without its title, as the labelled ones are. The texts stay where they are: nothing is written.
"""

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.extract.record import Extraction, Record, extract_records, load_extraction
from flows.settings import Settings
from flows.tables import ARTICLES

SUBJECTS = re.compile(
    r"\b(football|soccer|nfl|nba|mlb|ncaa|olympics?|world cup|tennis|golf|cricket|rugby|baseball|basketball|hockey|"
    r"quarterback|coach|championship|playoffs?|super bowl|sports?|athletes?|swimmers?|fans|"
    r"films?|movies?|music|album|oscars?|grammys?|museum|novel|books?|theat(er|re)|festival|tv|celebrity|actor|actress|"
    r"fashion|art|artist|concert|singer|netflix|hollywood|culture|"
    r"stocks?|shares?|earnings|profits?|dividend|markets?|wall street|bonds?|dow|nasdaq|yen|dollar|bank|merger|"
    r"takeover|qtr|quarter|bid|ipo|sales|net|inc|corp)\b",
    re.I,
)
TEMPTING = re.compile(
    r"\b(sanction(s|ed|ing)?|embargo|boycotts?|ban|bans|banned|penalt(y|ies)|attack(s|ed)?|fight|fought|beat|beats|"
    r"defeated|war|battle|struck|strikes?|deal|agreed|talks|threat(s|ened)?|accused|rejected|demand(s|ed)?|protest(s|ed)?|"
    r"[A-Z][a-z]+(ese|ish|ian|can)|China|France|Germany|Britain|Japan|Russia|Iran|Israel|Spain|Italy|Brazil)\b"
)
POLITICS = re.compile(r"\b(president|minister|congress|senate|white house|kremlin|parliament|troops|missiles?)\b", re.I)
WORDS = range(8, 46)


def main() -> None:
    """Print the two shares, and the sentences that gave an alarm."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("corpora", type=Path, nargs="+")
    ask.add_argument("--sentences", type=int, default=200)
    ask.add_argument("--seed", type=int, default=5)
    ask.add_argument("--words", type=re.compile, default=TEMPTING, help="instead of TEMPTING, and for all sentences")
    ask.add_argument("--show", type=int, default=20)
    given = ask.parse_args()
    share = -(-given.sentences // len(given.corpora))
    sentences = [one for corpus in given.corpora for one in draw(corpus, share, given.seed, given.words)][
        : given.sentences
    ]
    records = list(read(sentences, load_extraction(str(Settings.model_fields["model"].default))))
    sanctions = [record for record in records if record["sanctions"]]
    dyads = [record for record in records if any(map(is_dyad, record["events"]))]
    print(f"{len(records)} sentences")
    for name, found, limit in (("any sanctions statement", sanctions, 5), ("an event of two countries", dyads, 15)):
        print(f"{name:28} {len(found):4} {100 * len(found) / max(len(records), 1):5.1f} %, at most {limit} %")
    for record in [*sanctions, *dyads][: given.show]:
        print(f"\n{record['text']}\n   " + "; ".join(say(record)))


def draw(corpus: Path, count: int, seed: int, words: re.Pattern[str]) -> list[str]:
    """Sentences of a corpus by the rule above, half of them tempting; all of them where other words are given."""
    wish = count // 2 if words is TEMPTING else count
    articles = [row for row in rows_of(corpus) if is_of_subject(row)]
    order = random.Random(seed)
    order.shuffle(articles)
    tempting: list[str] = []
    others: list[str] = []
    for article in articles:
        fitting = [text for text in sentences_of(str(article["text"])) if not POLITICS.search(text)]
        wanted = [text for text in fitting if words.search(text)] if len(tempting) < wish else []
        if wanted:
            tempting.append(order.choice(wanted))
        elif fitting and len(others) < count - wish:
            others.append(order.choice(fitting))
        if len(tempting) + len(others) >= count:
            break
    return [*tempting, *others][:count]


def rows_of(corpus: Path) -> Iterator[dict[str, Any]]:
    """The articles of a corpus."""
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def is_of_subject(article: dict[str, Any]) -> bool:
    """Whether title or topic are of sport, culture or markets, and the title not of politics."""
    title, topic = str(article.get("title") or ""), str(article.get("topic") or "").replace("_", " ")
    return bool(SUBJECTS.search(title) or SUBJECTS.search(topic)) and not POLITICS.search(title)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text by their full stops, of a fitting length."""
    parts = re.split(r"(?<=[.!?][\"”’]) +|(?<=[a-z0-9)][.!?]) +(?=[A-Z“\"])|\n\s*\n", text)
    plain = (" ".join(part.split()) for part in parts)
    return [part for part in plain if len(part.split()) in WORDS and part[:1].isupper() and part[-1:] in '.!?"”']


def read(sentences: list[str], extraction: Extraction) -> Iterator[Record]:
    """The record of each sentence, read alone."""
    for number, text in enumerate(sentences):
        row = dict.fromkeys(ARTICLES) | {"article_id": f"a{number}", "text": text, "extra": "{}", "marks": []}
        yield from extract_records([row | {"extraction_status": "extracted"}], extraction=extraction)


def is_dyad(event: Record) -> bool:
    """Whether two different countries stand on its two sides."""
    actors, recipients = (
        {party["code"] for party in event[role] if len(party["code"] or "") == 3} for role in ("actors", "recipients")
    )
    return any(actor != recipient for actor in actors for recipient in recipients)


def say(record: Record) -> Iterator[str]:
    """What was found, in a few words."""
    for one in record["sanctions"]:
        yield f"sanctions {one['action']} {one['modality']} {one['sender']}>{one['target']} ({one['rule']})"
    for event in filter(is_dyad, record["events"]):
        codes = [[party["code"] for party in event[role]] for role in ("actors", "recipients")]
        yield f"{event['type']} {event['modality']} {codes[0]}>{codes[1]} ({event['rule']})"


if __name__ == "__main__":
    main()
