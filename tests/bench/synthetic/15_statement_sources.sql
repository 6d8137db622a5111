insert into statement_sources by name
select
    s.statement_id,
    s.article_id,
    p as position,
    ['anonymous', 'publisher'][1 + p] as kind,
    ['officials', a.source][1 + p] as name,
    'r000' as run_id
from sanctions as s
inner join articles as a on s.article_id = a.article_id and a.is_current, range(2) as places (p)
where $articles > 0;
