-- title:   Why words were linked to it
-- grain:   one row per rule, most frequent first
-- params:  id text = null
-- columns: rule of the span, and after the colon of its sense; references by their own rule;
--          mention_count mentions;
--          article_count articles;
--          text one of the words, between brackets in its sentence;
--          article_id article of the example
with
party as (
    select canonical_id from entity_names
    where entity_id = $id
),

names as (
    select n.entity_id
    from entity_names as n
    inner join party as p on n.canonical_id = p.canonical_id
),

linked as (
    select
        m.rule,
        m.article_id,
        m.start,
        m."end"
    from mentions as m
    semi join names as n on m.entity_id = n.entity_id
),

rules as (
    select
        rule,
        count(*) as mention_count,
        count(distinct article_id) as article_count,
        arg_min(article_id, (article_id, start)) as article_id,
        arg_min(start, (article_id, start)) as start,
        arg_min("end", (article_id, start)) as "end"
    from linked
    group by rule
)

select
    r.rule,
    r.mention_count,
    r.article_count,
    concat(
        substring(a.text, s.start + 1, r.start - s.start),
        '[', substring(a.text, r.start + 1, r."end" - r.start), ']',
        substring(a.text, r."end" + 1, s."end" - r."end")
    ) as text,
    r.article_id
from rules as r
inner join articles as a on r.article_id = a.article_id and a.is_current
inner join sentences as s on r.article_id = s.article_id and r.start >= s.start and r.start < s."end"
order by r.mention_count desc, r.rule
