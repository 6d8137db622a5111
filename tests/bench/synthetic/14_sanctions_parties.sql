insert into sanctions_parties by name
with
drawn as (
    select distinct
        statement_id,
        article_id,
        ['sender', 'target', 'target'][1 + s] as role,
        code_of(zipf(hash(statement_id), 60 + s, 200)) as code
    from sanctions, range(3) as places (s)
    where roll(hash(statement_id), 63 + s) < [0.7, 0.85, 0.15][1 + s] and $articles > 0
)

select
    *,
    'r000' as run_id
from drawn
order by article_id, statement_id;
