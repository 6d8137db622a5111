"""In reading: the one spelling of a web address under which all its forms are the same article.

In goes an address as an input gives it; out comes a key, or None for what is no address of a page. AMP and mobile
forms, schemes, ports, tracking parameters and sessions are taken off. In doubt a difference stays: two articles taken
for one lose a text, one article taken for two is only counted twice.
"""

import re
from urllib.parse import quote, quote_plus, unquote_plus, unquote_to_bytes, urlsplit

# Parameters that tell where a reader came from, whatever their value. courlan's list is longer and drops `cid`, `eid`,
# `uid`, `ref=123`, `?12345` and `gallery`: names under which sites keep their articles.
TRACKING = re.compile(
    r"""(?:utm|hsa|pk|mtm|piwik|matomo|vero|oly|itm|gaa|ftcamp|mkt|trk|fb|amp)_\w+ | wt\.\w+
    | (?:ns|int)_(?:campaign|source|medium|mchannel|linkname|fee) | at_(?:medium|campaign|custom\d|link\w*|format|type)
    | (?:fbc|gc|dc|msclk|yc|ysc|twc|ttc|epi|igsh|gbra|wbra|wicked|li_fat_|rdt_)l?id | gclsrc | igsh | _h(?:senc|smi)
    | hsctatracking | mc_[ce]id | s_[ck]wcid | s_cid | _g[al] | _ke | _r | spm | xtor | ocid | cmpid | cmp | icid | ncid
    | intcmp | intcid | ftag | iref | hpt? | smid | smtyp | smprod | mtrref | rref | adxnnlx? | gw[ht] | pgtype
    | clicksource | nlid | emc | ex_cid | tpcc | taid | feedtype | feedname | virtualbrandchannel | ref_(?:src|url)
    | referr?er | reflink(?:_id)? | share(?:type|token) | srnd | usqp | outputtype""",
    re.VERBOSE,
)
# Parameters that name a source on one site and a record on another: dropped only with a value that names a source.
SOURCING = frozenset({"ref", "source", "src", "from", "via", "mod", "feature", "cid", "partner", "medium", "share"})
SOURCES = re.compile(
    r"(?:rss|feed|twitter|tw|fb|facebook|e?mail|newsletter|nl|home|homepage|hp|social|app|apple_?news|whatsapp|linkedin"
    r"|telegram|reddit|flipboard|google|gnews|bing|msn|yahoo|youtu\.be|article_inline|most_popular|trending|share)"
    r"(?:[-_.].*)?"
)
# Parameters that name a source on one site and a record on another: dropped only with a value that names a source.
SOURCING = frozenset({"ref", "source", "src", "from", "via", "mod", "hp", "feature", "cid", "partner", "medium", "rss"})
SOURCES = re.compile(
    r"(?:rss|feed|twitter|tw|fb|facebook|e?mail|newsletter|nl|home|homepage|hp|social|app|apple_?news|whatsapp|linkedin"
    r"|telegram|reddit|flipboard|google|gnews|bing|msn|yahoo|youtu\.be|article_inline|most_popular|trending|share|t\d+|1)"
    r"(?:[-_.].*)?"
)
SESSION = frozenset({"phpsessid", "jsessionid", "sessionid", "session_id", "cfid", "cftoken", "oscsid", "zenid"})
# `sid` and `s` are sessions when long and random; `sid=1234` is an article.
SHORT_SESSION = frozenset({"sid", "s", "session"})
RANDOM = re.compile(r"(?=[^0-9]*[0-9])(?=[0-9]*[A-Za-z])[0-9A-Za-z]{26,}")
SWITCHES = frozenset({"amp", "_amp", "isamp", "mobile", "nomobile", "rss"})
SWITCHED = frozenset({"", "0", "1", "true", "false", "yes", "no", "amp"})
OUTPUTS = frozenset({"output", "format", "view", "type", "mode"})

OUTER_LABELS = frozenset({"www", "m", "mobile", "amp"})
HOST = re.compile(r"(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::\d+)?")
INDEX = re.compile(r"(?:index\.(?:x?html?|php|aspx?|jsp|cgi)|default\.(?:aspx?|html?))", re.IGNORECASE)
AMP_SEGMENT = re.compile(r"amp(?:\.html?)?")
AMP_ENDING = re.compile(r"(?<=.)(?:\.amp)+(?=$|\.x?html?$)")
PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
COOKIELESS = re.compile(r"\((?:[ASF]\([0-9A-Za-z]+\))+\)")  # ASP.NET: /(S(lit3py55t21z5v55vlm25s55))/page.aspx
# The caches of Google and Bing hold the publisher's address in their own path.
AMP_PATHS = re.compile(r"/amp/(?P<secure>s/)?(?P<address>[^/]+\.[^/]+.*)")
AMP_CACHE = re.compile(r"/[cvr]/(?P<secure>s/)?(?P<address>[^/]+\.[^/]+.*)")
AMP_HOSTS = re.compile(r"(?:www\.)?(?:google\.[a-z.]+|bing\.com)")
AMP_CACHE_HOSTS = re.compile(r"(?:[^.]+\.)?cdn\.ampproject\.(?:org|net)")
# What may stand unescaped in a path (RFC 3986, section 3.3).
SEGMENT_SAFE = "!$&'()*+,;=:@~"


def canonical_url(url: str | None) -> str | None:
    """The address in one spelling; None when it is not an http(s) address. Twice changes nothing more.

    >>> canonical_url("HTTP://m.News.Example:80/a/amp/index.html?utm_source=x&id=7#top")
    'https://news.example/a?id=7'
    """
    parts = _parts(url)
    if parts is None:
        return None
    host, path, query, fragment = parts
    if not HOST.fullmatch(host):
        return None
    query = _query(query, path)
    kept = f"#{quote(unquote_to_bytes(fragment), safe=SEGMENT_SAFE + '/?')}" if fragment[:1] in ("!", "/") else ""
    return f"https://{host}{_path(path)}" + (f"?{query}" if query else "") + kept


def names_page(canonical: str) -> bool:
    """Whether a canonical address is more than a site's front page, which shows another article every hour."""
    return canonical.count("/") > 2 or "?" in canonical or "#" in canonical


def _parts(url: str | None) -> tuple[str, str, str, str] | None:
    """Host with port, path, query and fragment of the publisher's own address."""
    text = " ".join((url or "").split()).replace(" ", "%20")
    if re.match(r"(?://|www\.[^/]+\.)", text):
        text = f"https://{text.removeprefix('//')}"
    while True:
        try:
            split = urlsplit(text)
            host, port = split.hostname or "", split.port
        except ValueError:
            return None
        if split.scheme not in ("http", "https") or not host:
            return None
        if not (inner := _publishers(host, split.path)):
            break
        text = f"https://{inner}" + (f"?{split.query}" if split.query else "")
    return _host(host) + (f":{port}" if port not in (None, 80, 443) else ""), split.path, split.query, split.fragment


def _publishers(host: str, path: str) -> str | None:
    """The address inside the address of an AMP cache: google.com/amp/s/news.example/a."""
    if AMP_HOSTS.fullmatch(host):
        match = AMP_PATHS.fullmatch(path)
    elif AMP_CACHE_HOSTS.fullmatch(host):
        match = AMP_CACHE.fullmatch(path)
    else:
        return None
    return match["address"] if match else None


def _host(host: str) -> str:
    """In lower case and ASCII, without `www.`, `m.`, `mobile.` and `amp.` before a name of two parts or more."""
    if ":" in host:  # IPv6
        return f"[{host}]"
    labels = host.lower().strip(".").split(".")
    while len(labels) > 2 and labels[0] in OUTER_LABELS:
        labels = labels[1:]
    while len(labels) > 3 and labels[1] == "m":  # en.m.wikipedia.org
        del labels[1]
    return ".".join(_ascii(label) for label in labels)


def _ascii(label: str) -> str:
    try:
        return label.encode("idna").decode() if not label.isascii() else label
    except UnicodeError:
        return label


def _path(path: str) -> str:
    """Without empty and dot segments, AMP markers, index pages, sessions; escapes as RFC 3986 wants them."""
    kept: list[str] = []
    for raw in PATH_SESSION.sub("", path).split("/"):
        segment = AMP_ENDING.sub("", quote(unquote_to_bytes(raw), safe=SEGMENT_SAFE))
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", ".") and not AMP_SEGMENT.fullmatch(segment) and not COOKIELESS.fullmatch(segment):
            kept.append(segment)
    while kept and INDEX.fullmatch(kept[-1]):
        kept.pop()
    return "".join(f"/{segment}" for segment in kept)


def _query(query: str, path: str) -> str:
    """The parameters that are left, by name; values of one name in their order, none twice."""
    pairs = []
    for part in query.replace("&amp;", "&").split("&"):
        name, _, value = part.lstrip("?").partition("=")
        if part.strip("?=") and not _is_noise(unquote_plus(name).lower(), unquote_plus(value), path):
            pairs.append((_escaped(name), _escaped(value)))
    pairs = sorted(dict.fromkeys(pairs), key=lambda pair: pair[0])
    return "&".join(f"{name}={value}" if value else name for name, value in pairs)


def _escaped(text: str) -> str:
    return quote_plus(unquote_to_bytes(text.replace("+", " ")))


def _is_noise(name: str, value: str, path: str) -> bool:
    """Whether a parameter says nothing about which article it is."""
    if TRACKING.fullmatch(name) or name in SESSION or name.startswith("aspsessionid"):
        return True
    if name in SOURCING:
        return SOURCES.fullmatch(value.lower()) is not None
    if name in SWITCHES or (name == "m" and path.endswith(".html")):
        return value.lower() in SWITCHED
    if name in OUTPUTS:
        return value.lower() == "amp"
    return name in SHORT_SESSION and RANDOM.fullmatch(value) is not None
