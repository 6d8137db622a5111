insert into entities by name
select
    entity_id,
    name,
    any_value(type) as type,
    any_value(code) as code,
    count(*) as article_count,
    'r000' as run_id
from article_entities
where $articles > 0
group by entity_id, name;
