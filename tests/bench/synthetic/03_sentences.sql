insert into sentences by name
select
    article_key(n) as article_id,
    s * 120 as start,
    s * 120 + 119 as "end",
    'r000' as run_id
from range($articles) as numbers (n), range(8) as places (s);
