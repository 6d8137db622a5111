-- Fails if the words stored with a span are not the characters of the article's text at that place.
--
-- Both are stored, so that a person can read the row; when they differ, the offsets point at something else.
with
texts as (
    select
        article_id,
        text
    from articles
    where is_current
),

spans as (
    select
        'mentions' as layer,
        article_id,
        start,
        "end",
        text
    from mentions
    union all
    select
        'entity_roles' as layer,
        article_id,
        start,
        "end",
        text
    from entity_roles
    union all
    select
        'dates' as layer,
        article_id,
        start,
        "end",
        text
    from dates
    union all
    select
        'quotes' as layer,
        article_id,
        start,
        "end",
        text
    from quotes
    union all
    select
        'marks' as layer,
        article_id,
        start,
        "end",
        text
    from marks
)

select
    s.article_id,
    s.layer,
    s.start,
    s.end,
    s.text,
    substring(t.text, s.start + 1, s.end - s.start) as sliced
from spans as s
inner join texts as t on s.article_id = t.article_id
where s.text != substring(t.text, s.start + 1, s.end - s.start)
order by s.article_id, s.layer, s.start
