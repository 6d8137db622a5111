insert into mentions by name
select
    e.article_id,
    s * 300 + hash(e.entity_id) % 250 as start,
    s * 300 + hash(e.entity_id) % 250 + 8 as "end",
    e.name as text,
    e.type as label,
    e.entity_id,
    e.code,
    case when e.code is not null then 'government' else 'literal' end as sense,
    'synthetic' as rule,
    'r000' as run_id
from article_entities as e, range(2) as places (s)
where $articles > 0;
