-- title:   The names it goes by
-- grain:   one row per form and sense, the 40 most frequent first
-- params:  id text = null
-- columns: text the form;
--          sense literal or government;
--          mention_count mentions by that form;
--          article_count articles with it;
--          rules why it was linked;
--          example a sentence with it
with
party as (
    select canonical_id from entity_names
    where entity_id = $id
),

names as (
    select n.entity_id
    from entity_names as n
    inner join party as p on n.canonical_id = p.canonical_id
)

select
    m.text,
    m.sense,
    count(*) as mention_count,
    count(distinct m.article_id) as article_count,
    string_agg(distinct m.rule, '; ' order by m.rule) as rules,
    min(substring(a.text, s.start + 1, s."end" - s.start)) as example
from mentions as m
semi join names as n on m.entity_id = n.entity_id
inner join articles as a on m.article_id = a.article_id and a.is_current
inner join sentences as s on m.article_id = s.article_id and m.start >= s.start and m.start < s."end"
where m.label is not null
group by m.text, m.sense
order by mention_count desc, m.text, m.sense
limit 40
