insert into dates by name
select
    article_key(n) as article_id,
    30 as start,
    37 as "end",
    'Tuesday' as text,
    'DATE' as type,
    date '2015-01-01' + floor(3652 * sqrt(n / $articles))::integer as start_date,
    date '2015-01-01' + floor(3652 * sqrt(n / $articles))::integer as end_date,
    'day' as precision,
    'synthetic' as rule,
    'r000' as run_id
from range($articles) as numbers (n);
