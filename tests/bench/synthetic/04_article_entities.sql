insert into article_entities by name
with
drawn as (
    select distinct
        n,
        zipf(n, 10 + s, 50000) as rank
    from range($articles) as numbers (n), range(6) as places (s)
)

select
    article_key(n) as article_id,
    entity_key(rank) as entity_id,
    'Party ' || rank as name,
    case when rank <= 200 then 'GPE' when rank % 2 = 0 then 'ORG' else 'PERSON' end as type,
    case when rank <= 200 then code_of(rank) end as code,
    'r000' as run_id
from drawn
order by n, rank;
