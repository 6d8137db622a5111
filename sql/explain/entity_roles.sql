-- title:   The roles that texts give it
-- grain:   one row per role, the 40 most frequent first
-- params:  id text = null
-- columns: role as it stands;
--          article_count articles that say so;
--          evidence a sentence with it, the role between brackets;
--          article_id article of that sentence
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

roles as (
    select
        r.text as role,
        count(distinct r.article_id) as article_count,
        arg_min(r.article_id, (r.article_id, r.start)) as article_id,
        arg_min(r.start, (r.article_id, r.start)) as start,
        arg_min(r."end", (r.article_id, r.start)) as "end"
    from entity_roles as r
    semi join names as n on r.entity_id = n.entity_id
    group by r.text
)

select
    r.role,
    r.article_count,
    concat(
        substring(a.text, s.start + 1, r.start - s.start),
        '[', substring(a.text, r.start + 1, r."end" - r.start), ']',
        substring(a.text, r."end" + 1, s."end" - r."end")
    ) as evidence,
    r.article_id
from roles as r
inner join articles as a on r.article_id = a.article_id and a.is_current
inner join sentences as s on r.article_id = s.article_id and r.start >= s.start and r.start < s."end"
order by r.article_count desc, r.role
limit 40
