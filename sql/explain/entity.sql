-- title:   Entity
-- grain:   one row: the party that the id stands for, under all its names; none when there is no such entity
-- params:  id text = null
-- columns: entity_id key of the party;
--          name name that most articles use;
--          type kind of party;
--          code ISO 3166-1 alpha-3 or a code of the contract;
--          names ids of its other names, most frequent first;
--          mention_count mentions by name;
--          reference_count words that stand for it ("the country", "he");
--          article_count articles;
--          story_count stories, wire copies counted once;
--          first_date first day of publication;
--          last_date last day of publication
with
party as (
    select canonical_id from entity_names
    where entity_id = $id
),

names as (
    select
        n.entity_id,
        n.canonical_id,
        n.name,
        n.type,
        n.code,
        n.is_variant,
        e.article_count
    from entity_names as n
    inner join party as p on n.canonical_id = p.canonical_id
    inner join entities as e on n.entity_id = e.entity_id
),

seen as (
    select
        count(m.label) as mention_count,
        count(*) - count(m.label) as reference_count,
        count(distinct m.article_id) as article_count,
        count(distinct coalesce(a.story_id, a.article_id)) as story_count,
        min(a.published_date) as first_date,
        max(a.published_date) as last_date
    from mentions as m
    inner join names as n on m.entity_id = n.entity_id
    inner join articles as a on m.article_id = a.article_id and a.is_current
)

select
    n.canonical_id as entity_id,
    n.name,
    n.type,
    n.code,
    string_agg(n.entity_id, ', ' order by n.article_count desc, n.entity_id) filter (where n.is_variant) as names,
    s.mention_count,
    s.reference_count,
    s.article_count,
    s.story_count,
    s.first_date,
    s.last_date
from names as n
cross join seen as s
group by all
